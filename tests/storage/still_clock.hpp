#pragma once

#include "agent/ports/clock.hpp"

namespace liftbox::test {

/// A clock that shows one moment.
class StillClock final : public Clock {
 public:
  Moment now() const override { return {}; }
  WallTime wall() const override { return WallTime{std::chrono::milliseconds{1'767'571'200'000}}; }
  ClockQuality quality() const override { return ClockQuality::synced; }
  std::chrono::minutes utc_offset() const override { return {}; }
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_ = "boot";
};

}  // namespace liftbox::test
