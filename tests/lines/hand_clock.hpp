#pragma once

#include <string>

#include "agent/ports/clock.hpp"

namespace liftbox {

inline constexpr Moment t0{std::chrono::seconds{1'000}};  ///< at which a test begins

inline Moment at(std::int64_t ms) {
  return t0 + Duration{ms};
}

/// Time that a test moves.
class HandClock final : public Clock {
 public:
  Moment at = t0;
  Moment now() const override { return at; }
  WallTime wall() const override { return {}; }
  ClockQuality quality() const override { return ClockQuality::unset; }
  std::chrono::minutes utc_offset() const override { return {}; }
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_ = "boot";
};

}  // namespace liftbox
