#pragma once

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

inline void at_rest(Bench& lift, Duration time) {
  lift.set(time, {{service_mode, 1},
                  {mains_power, 1},
                  {car_moving, 0},
                  {brake_command, 0},
                  {brake_1_released, 0},
                  {brake_2_released, 0}});
}

/// A lift in normal service that stands, its two brake arms set.
inline Bench two_arms(const Rules& rules = {}, std::initializer_list<Signal> more = {}) {
  SourceBindings wired =
      lines({service_mode, mains_power, car_moving, brake_command, brake_1_released, brake_2_released});
  for (const Signal signal : more) wired.bindings.push_back({signal, Arrival::edges, {}});
  Bench lift{{wired}, rules};
  at_rest(lift, 0s);
  return lift;
}

/// What each arm takes.
struct Times {
  Duration release_1{250ms};
  Duration set_1{200ms};
  Duration release_2{250ms};
  Duration set_2{200ms};
};

/// A cycle of 10 s every minute: the n-th begins n minutes after the start.
struct Brake {
  explicit Brake(Bench& bench) : lift{bench} {}

  void answer(Duration told, Signal arm, Value value, Duration after) {
    lift.set(told + after, {{arm, value}});
  }
  void pair(Duration told, Value value, Duration first, Duration second) {
    lift.set(told, {{brake_command, value}});
    if (first <= second) answer(told, brake_1_released, value, first);
    answer(told, brake_2_released, value, second);
    if (first > second) answer(told, brake_1_released, value, first);
  }
  void cycle(const Times& times) {
    at += 1min;
    pair(at, 1, times.release_1, times.release_2);
    pair(at + 10s, 0, times.set_1, times.set_2);
  }
  void cycles(int count, const Times& times = {}) {
    for (int i = 0; i < count; ++i) cycle(times);
  }

  Bench& lift;
  Duration at{};
};

}  // namespace liftbox::test
