#pragma once

#include <chrono>
#include <string>

#include "agent/ports/clock.hpp"

namespace liftbox {

/// What the kernel says of its own wall clock (adjtimex).
struct KernelClock {
  bool unsynchronised = true;
  std::chrono::microseconds max_error{};
};

/// `unset` before the year the program was built in (and before 2024), `synced` while a time server holds the
/// clock, else `holdover`.
ClockQuality judge_clock(WallTime wall, KernelClock kernel);

/// The clocks of this machine's kernel.
class SystemClock final : public Clock {
 public:
  SystemClock();  ///< throws std::runtime_error where /proc does not name the boot
  Moment now() const override;
  WallTime wall() const override;
  ClockQuality quality() const override;
  std::chrono::minutes utc_offset() const override;
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_;
};

}  // namespace liftbox
