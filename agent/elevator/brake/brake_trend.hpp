#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "agent/elevator/rules.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

/// What is remembered of one arm's release or set times: plain, and small, for it is written to flash with
/// all other memory. While it learns it holds up to 300 times, then six numbers and a block of 20.
struct BrakeTrend {
  std::vector<int> times;        ///< ms: of the baseline while it is learned, then of the block under way
  int baseline_ms = 0;           ///< 0: still learning
  std::int64_t sigma_us = 0;     ///< how far healthy times scatter
  std::int64_t cusum_milli = 0;  ///< thousandths of sigma
  std::int64_t ewma_us = 0;
  int beyond = 0;                   ///< blocks in a row that are too slow
  int good_cycles = 0;              ///< in a row
  int latest_ms = 0;                ///< median of the last block
  std::int64_t sticking_micro = 0;  ///< log-likelihood that the plunger sticks now and then
  int sticking_cycles = 0;          ///< that speak for it
  std::optional<Moment> stuck_at;
  bool grows = false;
  bool sticks = false;

  /// What was learned can be divided by.
  bool sound() const {
    constexpr std::int64_t longest_us = 1'000'000'000'000;
    return baseline_ms >= 0 && (baseline_ms == 0 || (sigma_us > 0 && sigma_us < longest_us));
  }

  template <class Visit>
  void fields(Visit&& visit) {
    visit("t", times);
    visit("b", baseline_ms);
    visit("s", sigma_us);
    visit("c", cusum_milli);
    visit("e", ewma_us);
    visit("n", beyond);
    visit("g", good_cycles);
    visit("l", latest_ms);
    visit("p", sticking_micro);
    visit("k", sticking_cycles);
    visit("a", stuck_at);
    visit("grows", grows);
    visit("sticks", sticks);
  }
};

/// Judges whether times grow, or whether single ones stick out more and more often, long before either is a
/// hard limit. Pure; the constants and what they were measured with: agent/elevator/README.md.
class BrakeTrendJudge {
 public:
  /// Warm starts in blocks against many cycles, cold ones each by itself against few.
  BrakeTrendJudge(const Rules::Brake& rules, bool cold);

  void add(BrakeTrend& trend, Duration time, Moment at) const;

 private:
  void learn(BrakeTrend& trend) const;
  void follow_block(BrakeTrend& trend, int median_ms) const;
  void follow_sticking(BrakeTrend& trend, int ms, Moment at) const;
  std::int64_t shift_us(const BrakeTrend& trend) const;

  Rules::Brake rules_;
  std::size_t baseline_cycles_;
  std::size_t block_cycles_;
};

}  // namespace liftbox
