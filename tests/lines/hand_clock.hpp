#pragma once

#include <string>

#include "agent/ports/clock.hpp"

namespace liftbox {

/// Time that a test moves.
class HandClock final : public Clock {
 public:
  Moment at{std::chrono::seconds{1'000}};
  Moment now() const override { return at; }
  WallTime wall() const override { return {}; }
  ClockQuality quality() const override { return ClockQuality::unset; }
  std::chrono::minutes utc_offset() const override { return {}; }
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_ = "boot";
};

}  // namespace liftbox
