#include "drivers/system/service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>
#include <ctime>

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

/// As systemd 253 wants it for Type=notify-reload; 252 takes the first line and shows it.
void reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  constexpr std::int64_t microseconds = 1'000'000;
  const std::int64_t since_boot = now.tv_sec * microseconds + now.tv_nsec / 1000;
  ::sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot)).c_str());
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
