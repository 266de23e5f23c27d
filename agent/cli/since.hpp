#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace liftbox {

/// The wall time in milliseconds that "30s", "15m", "2h", "7d" ago or an RFC 3339 time names; empty where it
/// is neither.
std::optional<std::int64_t> parse_since(const std::string& text, std::int64_t now_ms);

}  // namespace liftbox
