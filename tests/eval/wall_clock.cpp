#include "tests/eval/wall_clock.hpp"

namespace liftbox::eval {
namespace {

constexpr std::int64_t monday_ms = 1'767'542'400'000;  // midnight in China, 2026-01-05
constexpr std::int64_t hour_ms = 3'600'000;

}  // namespace

WallClock::WallClock(const worn::Setup& setup) : began_ms_{monday_ms + setup.first_hour * hour_ms} {}

std::vector<WallTold> WallClock::looks(std::span<const worn::Sample> samples, Moment until) {
  std::vector<WallTold> looks;
  const auto look_before = [&](Moment now) {
    if (!look_at_ || *look_at_ > now) return;
    looks.push_back(shows(*look_at_));
    look_at_.reset();
  };
  for (const worn::Sample& sample : samples) {
    if (sample.signal != worn::Signal::clock_step_s) continue;
    const Moment jumped{Duration{sample.t_ms}};
    look_before(jumped);
    began_ms_ += sample.value * std::int64_t{1000};
    look_at_ = std::chrono::ceil<std::chrono::minutes>(jumped);
  }
  look_before(until);
  return looks;
}

}  // namespace liftbox::eval
