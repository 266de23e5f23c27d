#include "drivers/system/service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>

namespace liftbox::service_manager {
namespace {

/// A line break would begin another assignment.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

void ready(const std::string& status) {
  ::sd_notify(0, ("READY=1\nSTATUS=" + one_line(status)).c_str());
}

void status(const std::string& status) {
  ::sd_notify(0, ("STATUS=" + one_line(status)).c_str());
}

void stopping() {
  ::sd_notify(0, "STOPPING=1");
}

void kick_watchdog() {
  ::sd_notify(0, "WATCHDOG=1");
}

std::optional<Duration> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::floor<Duration>(std::chrono::microseconds{microseconds});
}

}  // namespace liftbox::service_manager
