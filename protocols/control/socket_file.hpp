#pragma once

#include <string>

namespace liftbox::control {

inline constexpr const char* reading_group = "liftbox";

/// Makes the way free for a socket at `path`: what a dead daemon left behind is removed. Throws
/// std::runtime_error where a live daemon answers, or where the path cannot hold a socket.
void clear_way(const std::string& path);

/// A bound socket's file: mode 0660, and the group `liftbox` where there is one.
void open_to_group(const std::string& path);

}  // namespace liftbox::control
