#pragma once

#include <cstdint>

namespace liftbox {

/// Three-valued logic: a condition is true only if it is true whatever the unknown turns out to be.
enum class Kleene : std::uint8_t { no, unknown, yes };

constexpr Kleene kleene(bool value) {
  return value ? Kleene::yes : Kleene::no;
}
constexpr Kleene operator!(Kleene a) {
  return a == Kleene::yes ? Kleene::no : a == Kleene::no ? Kleene::yes : Kleene::unknown;
}
constexpr Kleene operator&&(Kleene a, Kleene b) {
  return a < b ? a : b;
}
constexpr Kleene operator||(Kleene a, Kleene b) {
  return a < b ? b : a;
}

}  // namespace liftbox
