#include "tests/eval/dues_clock.hpp"

#include <cstdlib>

#include "tests/eval/facts.hpp"

namespace liftbox::eval {

std::map<Moment, Jumps> clock_looks(const std::vector<worn::Truth>& truths) {
  std::map<Moment, Jumps> looks;
  for (const worn::Truth& truth : truths) {
    if (truth.kind != "clock_stepped") continue;
    Jumps& jumps = looks[std::chrono::ceil<std::chrono::minutes>(at(truth.from_ms))];
    jumps.seconds += fact(truth, "seconds").value_or(0);
    if (jumps.first == nullptr) jumps.first = &truth;
  }
  return looks;
}

std::vector<Due> clock_dues(const std::vector<worn::Truth>& truths) {
  constexpr Ms jump_s = 10;
  std::vector<Due> dues;
  for (const auto& [look, jumps] : clock_looks(truths))
    if (std::abs(jumps.seconds) >= jump_s)
      dues.push_back({EventType::clock_stepped, jumps.first->cause, at(jumps.first->from_ms), look, look});
  return dues;
}

}  // namespace liftbox::eval
