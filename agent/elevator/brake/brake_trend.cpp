#include "agent/elevator/brake/brake_trend.hpp"

#include <algorithm>
#include <cstdlib>

#include "agent/elevator/brake/percentile.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t us = 1000;  // in a millisecond
constexpr std::int64_t milli = 1000;
constexpr std::int64_t least_sigma_us = 3 * us;
constexpr std::int64_t mad_to_sigma_ppm = 1'482'600;  // of a normal distribution
constexpr std::int64_t ppm = 1'000'000;

constexpr std::int64_t cusum_k_milli = 1 * milli;
constexpr std::int64_t cusum_h_milli = 15 * milli;
constexpr std::int64_t ewma_share = 10;             // lambda 0.1
constexpr std::int64_t ewma_limit_ppm = 1'376'494;  // 6 sigma x sqrt(0.1 / 1.9)
constexpr int in_a_row = 3;

// A CUSUM of Bernoulli trials: one cycle in 200 that sticks against one in 2,000 (a healthy brake on bad
// mains).
constexpr std::int64_t stuck_micro = 2'302'585;  // ln(200 / 2,000 inverse) = ln 10
constexpr std::int64_t free_micro = -4'513;      // ln(0.995 / 0.9995)
constexpr std::int64_t sticking_h_micro = 18'000'000;
constexpr std::int64_t sticking_sigmas = 8;
constexpr Duration stuck_once_in = std::chrono::minutes{15};  // mains that sag slow down several in a row

}  // namespace

BrakeTrendJudge::BrakeTrendJudge(const Rules::Brake& rules, bool cold)
    : rules_{rules},
      baseline_cycles_{static_cast<std::size_t>(cold ? rules.cold_baseline_cycles : rules.baseline_cycles)},
      block_cycles_{static_cast<std::size_t>(cold ? 1 : rules.block_cycles)} {}

void BrakeTrendJudge::add(BrakeTrend& trend, Duration time, Moment at) const {
  const int ms = static_cast<int>(time.count());
  trend.times.push_back(ms);
  if (trend.baseline_ms == 0) {
    if (trend.times.size() >= baseline_cycles_) learn(trend);
    return;
  }
  follow_sticking(trend, ms, at);
  if (trend.times.size() < block_cycles_) return;
  follow_block(trend, median(trend.times));
  trend.times.clear();
}

void BrakeTrendJudge::learn(BrakeTrend& trend) const {
  trend.baseline_ms = std::max(1, median(trend.times));
  for (int& time : trend.times) time = std::abs(time - trend.baseline_ms);
  trend.sigma_us = std::max(least_sigma_us, median(trend.times) * us * mad_to_sigma_ppm / ppm);
  trend.latest_ms = trend.baseline_ms;
  trend.times.clear();
  trend.times.shrink_to_fit();
}

/// A winter's baseline is a little short for a summer's coil: the resistance of copper grows by 0.39 % a
/// kelvin (IEC 60028), so that the shift that counts grows with the time itself.
std::int64_t BrakeTrendJudge::shift_us(const BrakeTrend& trend) const {
  constexpr int percent = 100;
  return std::max<std::int64_t>(rules_.shift.count(), trend.baseline_ms * rules_.shift_percent / percent) *
         us;
}

void BrakeTrendJudge::follow_block(BrakeTrend& trend, int median_ms) const {
  const std::int64_t slower_us = (median_ms - trend.baseline_ms) * us;
  trend.latest_ms = median_ms;
  trend.cusum_milli =
      std::clamp<std::int64_t>(trend.cusum_milli + slower_us * milli / trend.sigma_us - cusum_k_milli, 0,
                               2 * cusum_h_milli);  // bounded, so that a mended brake is good again soon
  trend.ewma_us += (slower_us - trend.ewma_us) / ewma_share;
  const bool significant =
      trend.cusum_milli > cusum_h_milli || trend.ewma_us > trend.sigma_us * ewma_limit_ppm / ppm;
  const bool slower = slower_us >= shift_us(trend);
  trend.beyond = significant && slower ? trend.beyond + 1 : 0;
  trend.good_cycles = slower ? 0 : trend.good_cycles + static_cast<int>(block_cycles_);
  if (trend.beyond >= in_a_row) trend.grows = true;
  if (!trend.grows || trend.good_cycles < rules_.clear_slow_cycles) return;
  trend.grows = false;
  trend.cusum_milli = 0;
  trend.ewma_us = 0;
}

/// Over when as much speaks against it as spoke for it: a plunger that sticks once in 200 cycles makes 50
/// good ones in a row most of the time.
void BrakeTrendJudge::follow_sticking(BrakeTrend& trend, int ms, Moment at) const {
  const std::int64_t stuck_us = std::max(rules_.sticking.count() * us, sticking_sigmas * trend.sigma_us);
  const bool stuck = (ms - trend.baseline_ms) * us >= stuck_us;
  if (stuck && trend.stuck_at && at - *trend.stuck_at < stuck_once_in) return;
  if (stuck) {
    trend.stuck_at = at;
    ++trend.sticking_cycles;
  }
  trend.sticking_micro = std::clamp<std::int64_t>(trend.sticking_micro + (stuck ? stuck_micro : free_micro),
                                                  0, sticking_h_micro);
  if (trend.sticking_micro >= sticking_h_micro) trend.sticks = true;
  if (trend.sticking_micro > 0) return;
  trend.sticks = false;
  trend.sticking_cycles = 0;
}

}  // namespace liftbox
