#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// Wall time in milliseconds since 1970, UTC.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

enum class ClockQuality : std::uint8_t {
  synced,    ///< disciplined by a time server now
  holdover,  ///< was set, runs on by itself
  unset,     ///< cannot be believed; place the record by `boot` and monotonic time
};

/// The two times of this machine. Safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment now() const = 0;
  virtual WallTime wall() const = 0;
  virtual ClockQuality quality() const = 0;
  virtual std::chrono::minutes utc_offset() const = 0;  ///< of local time, for RFC 3339
  virtual const std::string& boot() const = 0;          ///< UUID of this boot of the machine
};

}  // namespace liftbox
