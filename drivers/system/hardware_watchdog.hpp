#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace liftbox {

/// A watchdog that cannot be had. The text names the device, says why and what to do.
class WatchdogError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The hardware that resets the gateway when nobody kicks it any more. It is armed by being opened and
/// disarmed by a clean stop only: a daemon that dies leaves it running, so the box comes back either way.
class HardwareWatchdog {
 public:
  /// Throws WatchdogError.
  HardwareWatchdog(const std::filesystem::path& device, std::chrono::seconds timeout);
  ~HardwareWatchdog();
  HardwareWatchdog(const HardwareWatchdog&) = delete;
  HardwareWatchdog& operator=(const HardwareWatchdog&) = delete;

  /// What the hardware made of the timeout that was asked for, if it says so.
  std::chrono::seconds timeout() const { return timeout_; }
  void kick() const;
  void disarm() const;  ///< for a clean stop; no kick afterwards

 private:
  int descriptor_;
  std::chrono::seconds timeout_;
};

}  // namespace liftbox
