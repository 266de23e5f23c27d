#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace liftbox {

/// One zstd frame (RFC 8878) with a checksum of its own: any `zstd -d` opens it.
std::string compress(std::string_view text);
/// Nothing where it is no such frame, is damaged, or would grow beyond `most` bytes.
std::optional<std::string> decompress(std::string_view frame, std::size_t most);

/// RFC 4648 with padding, in one line.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace liftbox
