#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

namespace liftbox {

/// The hardware that resets the gateway when nobody kicks it any more. It is armed by being opened and
/// disarmed by a clean stop only: a daemon that dies leaves it running, so the box comes back either way.
class HardwareWatchdog {
 public:
  /// Throws std::runtime_error that says which device and why.
  HardwareWatchdog(const std::filesystem::path& device, std::chrono::seconds timeout);
  ~HardwareWatchdog();
  HardwareWatchdog(const HardwareWatchdog&) = delete;
  HardwareWatchdog& operator=(const HardwareWatchdog&) = delete;

  /// What the hardware made of the timeout that was asked for; nothing if it does not say.
  std::optional<std::chrono::seconds> timeout() const { return timeout_; }
  void kick() const;
  void disarm();  ///< for a clean stop; no kick afterwards

 private:
  int descriptor_;
  std::optional<std::chrono::seconds> timeout_;
};

}  // namespace liftbox
