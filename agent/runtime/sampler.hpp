#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// A value that is worth telling, as it was taken.
struct Sample {
  std::size_t channel = 0;
  std::optional<double> value;  ///< nothing: unknown
  Moment at{};

  bool operator==(const Sample&) const = default;
};

/// Decides which values of a stream are telemetry, and when they go: a value that left the deadband around
/// the last one told, what became unknown or known again, and each value anew at its refresh interval; all of
/// them in batches. Pure; time is an argument and does not go back.
class Sampler {
 public:
  struct Channel {
    double deadband = 0;          ///< 0: every change
    Duration refresh{60'000};     ///< told again after this time without a change
    Duration trusted_for = hold;  ///< a polled value is unknown once it is as old as this
    bool operator==(const Channel&) const = default;
  };
  static constexpr Duration hold = Duration::max();  ///< lines: quiet means unchanged
  static constexpr std::size_t most_in_a_batch = 100;

  /// What was not heard of within 5 s of `start`, or as long as it is trusted, is told to be unknown.
  Sampler(std::vector<Channel> channels, Duration batch, Moment start);

  /// Heard of `now`, taken at `at`: a line that has been so for hours is heard of at the start.
  void take(std::size_t channel, std::optional<double> value, Moment at, Moment now);
  /// The batch whose time has come, in the order in which it was taken; else nothing.
  std::vector<Sample> collect(Moment now);
  /// What waits for its time, at once.
  std::vector<Sample> flush();
  /// When to collect.
  Moment next() const;

 private:
  struct Standing {
    Channel channel;
    std::optional<double> value;  ///< newest
    Moment at{};                  ///< when it was taken
    Moment unknown_at = never;    ///< unless it is heard of before
    std::optional<double> told;
    Moment refresh_at = never;  ///< never: not told yet
  };

  void tell(Standing& standing, Moment at, Moment now);
  void age(Standing& standing, Moment now);
  void refresh(Standing& standing, Moment now);

  std::vector<Standing> standings_;
  Duration batch_time_;
  std::vector<Sample> batch_;
  Moment batch_due_ = never;
};

}  // namespace liftbox
