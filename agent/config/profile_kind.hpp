#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "agent/config/mistakes.hpp"

namespace liftbox {

enum class ProfileKind : std::uint8_t { board, controller, region };

/// What a profile is of, told by its headings. Nothing, and a mistake, if it cannot be told.
std::optional<ProfileKind> profile_kind(const std::filesystem::path& file, std::vector<Mistake>& mistakes);

}  // namespace liftbox
