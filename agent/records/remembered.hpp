#pragma once

namespace liftbox {

inline constexpr int memory_version = 1;

/// A plain struct that names its members to whoever saves or restores it.
template <class T>
concept Remembered = requires(T& t) {
  t.fields([](const char*, auto&) {});
};

}  // namespace liftbox
