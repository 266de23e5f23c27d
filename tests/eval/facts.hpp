#pragma once

#include "tests/eval/dues.hpp"

/// What the facts of a truth mean.
namespace liftbox::eval {

using Ms = std::int64_t;

inline constexpr int inspection = 2;  ///< a mode

inline Moment at(Ms ms) {
  return Moment{Duration{ms}};
}

inline Moment end_of(const worn::Setup& setup) {
  return at(setup.days * 24 * Ms{3'600'000});
}

inline bool is(const worn::Truth& truth, std::string_view name) {
  return fact(truth, name).value_or(0) != 0;
}

}  // namespace liftbox::eval
