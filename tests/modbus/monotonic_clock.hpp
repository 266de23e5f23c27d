#pragma once

#include <time.h>

#include <string>

#include "agent/ports/clock.hpp"

namespace liftbox::test {

/// Real monotonic time, for a master that waits for real bytes.
class MonotonicClock final : public Clock {
 public:
  Moment now() const override {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return Moment{std::chrono::duration_cast<Duration>(std::chrono::seconds{time.tv_sec} +
                                                       std::chrono::nanoseconds{time.tv_nsec})};
  }
  WallTime wall() const override { return {}; }
  ClockQuality quality() const override { return ClockQuality::unset; }
  std::chrono::minutes utc_offset() const override { return {}; }
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_;
};

}  // namespace liftbox::test
