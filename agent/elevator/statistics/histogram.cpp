#include "agent/elevator/statistics/histogram.hpp"

#include <algorithm>
#include <bit>

namespace liftbox {
namespace {

constexpr std::int64_t longest = Duration{std::chrono::hours{24}}.count();
constexpr int classes_to_a_doubling = 16;

int width_of(int from) {
  const int doubling = static_cast<int>(std::bit_floor(static_cast<unsigned>(from)));
  return std::max(1, doubling / classes_to_a_doubling);
}

}  // namespace

void Histogram::count(Duration took) {
  const int ms = static_cast<int>(std::clamp<std::int64_t>(took.count(), 0, longest));
  ++classes[ms - ms % width_of(ms)];
}

void Histogram::add(const Histogram& other) {
  for (const auto& [from, times] : other.classes) classes[from] += times;
}

std::int64_t Histogram::times() const {
  std::int64_t all = 0;
  for (const auto& [from, times] : classes) all += times;
  return all;
}

std::optional<Duration> Histogram::percentile(int percent) const {
  const std::int64_t all = times();
  std::int64_t wanted = std::max<std::int64_t>(1, (all * percent + 99) / 100);
  for (const auto& [from, times] : classes) {
    wanted -= times;
    if (wanted <= 0) return Duration{from + width_of(from) / 2};
  }
  return std::nullopt;
}

}  // namespace liftbox
