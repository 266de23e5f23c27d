#pragma once

#include <string>
#include <string_view>

namespace liftbox {

/// What the TOML parser says, in words of who wrote the line, with what to write instead. `line` is the line
/// of the file that it stumbled over.
std::string plainly(std::string_view description, std::string_view line);

/// Whether the rest of the file can be understood without that line, so that its mistakes are told as well.
bool confined_to_its_line(std::string_view description);

}  // namespace liftbox
