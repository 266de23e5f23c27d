#pragma once

#include <vector>

#include "tests/eval/score.hpp"
#include "tests/eval/watch.hpp"

namespace liftbox::eval {

/// A press of the alarm button counts from here on, give or take what contacts may make of it.
inline constexpr Duration half_a_second{500};
inline constexpr Duration contacts{60};

/// What had to be said of a lift's life, and when: the tables of the
/// specification, stated a second time over what really happened. It knows no
/// detector and no signal.
std::vector<Due> dues(const Job& job, const std::vector<worn::Truth>& truths);

/// Whether it is stated when this has to be said. What is not is not judged.
bool is_judged(EventType type);

/// Of one hold: a car that nobody can leave. Without a button that works no press is told of, and none is
/// waited for.
std::vector<Due> entrapment_dues(const worn::Truth& held, bool button_works = true);

/// A fact of a truth, the first of that name.
std::optional<std::int64_t> fact(const worn::Truth& truth, std::string_view name);

}  // namespace liftbox::eval
