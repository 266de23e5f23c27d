#include "agent/runtime/back_off.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr Duration first_ceiling{1'000};
constexpr Duration last_ceiling{120'000};
constexpr int doublings = 7;  // 128 s: beyond the last ceiling

}  // namespace

Duration BackOff::next() {
  const Duration ceiling = std::min(last_ceiling, first_ceiling * (1 << tries_));
  tries_ = std::min(tries_ + 1, doublings);
  return between_0_and(ceiling);
}

Duration BackOff::hurried() {
  return between_0_and(hurry_within);
}

Duration BackOff::between_0_and(Duration most) {
  return Duration{std::uniform_int_distribution<Duration::rep>{0, most.count()}(random_)};
}

}  // namespace liftbox
