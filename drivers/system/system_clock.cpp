#include "drivers/system/system_clock.hpp"

#include <sys/timex.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <stdexcept>

namespace liftbox {
namespace {

constexpr const char* boot_file = "/proc/sys/kernel/random/boot_id";

/// The kernel adds 0.5 ms a second to its error while nobody disciplines the clock, and takes 9 h to call it
/// unsynchronised: 5 s is under 3 h without a time server.
constexpr std::chrono::seconds max_error_of_synced{5};

KernelClock ask_kernel() {
  timex state{};
  const int answer = ::adjtimex(&state);
  return {answer < 0 || (state.status & STA_UNSYNC) != 0, std::chrono::microseconds{state.maxerror}};
}

}  // namespace

ClockQuality judge_clock(WallTime wall, KernelClock kernel) {
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const auto oldest = std::chrono::year{std::max(2024, LIFTBOX_BUILD_YEAR)};
  if (std::chrono::year_month_day{day}.year() < oldest) return ClockQuality::unset;
  if (kernel.unsynchronised || kernel.max_error >= max_error_of_synced) return ClockQuality::holdover;
  return ClockQuality::synced;
}

SystemClock::SystemClock() {
  std::ifstream file(boot_file);
  if (!std::getline(file, boot_) || boot_.empty()) {
    throw std::runtime_error(std::string(boot_file) + " cannot be read: mount /proc");
  }
}

Moment SystemClock::now() const {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return Moment{
      std::chrono::floor<Duration>(std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec})};
}

WallTime SystemClock::wall() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

ClockQuality SystemClock::quality() const {
  return judge_clock(wall(), ask_kernel());
}

std::chrono::minutes SystemClock::utc_offset() const {
  const std::time_t now = std::chrono::system_clock::to_time_t(wall());
  std::tm local{};
  ::localtime_r(&now, &local);
  return std::chrono::duration_cast<std::chrono::minutes>(std::chrono::seconds{local.tm_gmtoff});
}

}  // namespace liftbox
