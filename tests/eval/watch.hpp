#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/inspection.hpp"
#include "tests/eval/readings.hpp"
#include "tests/eval/score.hpp"
#include "tests/eval/wall_clock.hpp"

namespace liftbox::eval {

/// One lift to be watched; the same for the same seed.
struct Job {
  worn::Setup setup;
  std::uint64_t seed = 0;
};

LiftFacts facts_of(const worn::Setup& setup);

/// A worn lift and the box that watches it, a day at a time.
class Watch {
 public:
  explicit Watch(const Job& job);

  /// Everything until then, or until the lift's last day is over.
  void run(Moment until);
  void run_all() { run(Moment{Duration{days_ * 24h}}); }

  const std::vector<worn::Truth>& truths() const { return truths_; }
  const std::vector<Heard>& heard() const { return heard_; }
  Duration watched() const { return now_.time_since_epoch(); }
  std::int64_t readings() const { return readings_count_; }
  const liftbox::Lift& box() const { return box_; }

  /// Called with all readings of a day before the box hears of them.
  std::function<void(const std::vector<Reading>&)> on_readings;
  /// Called with all that was said.
  std::function<void(const Occurrence&)> on_said;

 private:
  void hear();
  void inspect();
  void take(const Outcome& outcome);

  int days_;
  worn::Lift lift_;
  Readings wiring_;
  WallClock clock_;
  Inspection periodical_;
  liftbox::Lift box_;
  Moment now_{};
  std::vector<worn::Sample> samples_;
  std::vector<Reading> batch_;
  std::vector<worn::Truth> truths_;
  std::vector<Heard> heard_;
  std::int64_t readings_count_ = 0;
};

}  // namespace liftbox::eval
