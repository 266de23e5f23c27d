#pragma once

#include <chrono>

#include "drivers/system/system_clock.hpp"

namespace liftbox::test {

/// This machine's clock, and how a box's clock differs from it.
class ShiftedClock final : public Clock {
 public:
  std::chrono::hours shift{0};
  ClockQuality said = ClockQuality::synced;

  Moment now() const override { return real_.now(); }
  WallTime wall() const override { return real_.wall() + shift; }
  ClockQuality quality() const override { return said; }
  std::chrono::minutes utc_offset() const override { return std::chrono::minutes{0}; }
  const std::string& boot() const override { return real_.boot(); }

 private:
  SystemClock real_;
};

}  // namespace liftbox::test
