#pragma once

#include <array>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "agent/elevator/car_state.hpp"

namespace liftbox {

/// Remembers what every bound signal did in the last while, each change at its own moment, so that an alarm
/// can be looked at afterwards: what came first, the lock or the brake? Bounded memory; pure, time is an
/// argument.
class FlightRecorder {
 public:
  struct Limits {
    Duration kept{90'000};         ///< 60 s before an alarm, and the time it takes to hear of it
    std::size_t changes = 32'768;  ///< at most, 24 bytes each; then the oldest go, however young
  };

  FlightRecorder() : FlightRecorder{Limits{}} {}
  explicit FlightRecorder(const Limits& limits) : limits_{limits} {}

  /// What the lift was told, and how the car stands after it: a value may have grown too old to be believed.
  void take(std::span<const Reading> readings, const CarState& car, Moment now);
  /// Changes from here on stay, however long ago that will be; nothing: only the last while.
  void keep_from(std::optional<Moment> from) { keep_from_ = from; }

  /// The while from `from` to `upto` as a trace that `liftctl replay` reads; t = 0 is `from`, or the oldest
  /// moment that is still known. `start` is the wall time of `from`, RFC 3339; empty: nobody knows it.
  /// `remark` goes into its head.
  std::string trace(Moment from, Moment upto, std::string_view start, std::string_view remark) const;
  /// What `trace` would begin with.
  Moment begins(Moment from) const { return std::max(from, forgotten_); }
  std::size_t changes() const { return changes_.size(); }

 private:
  struct State {
    bool bound = false;
    bool known = false;
    Value value = 0;
    bool unread = false;  ///< not read from here on, and believed for a while
    bool operator==(const State&) const = default;
  };
  struct Change {
    Moment at;
    Signal signal;
    State now;
  };
  using States = std::array<State, signal_count>;

  static State state_of(Signal signal, bool bound, Quality quality, Value value);
  void change(Signal signal, const State& to, Moment at);
  void fell_silent(Signal signal, Moment read_at);
  void insert(const Change& change);
  static void write_row(std::string& text, Duration time, Signal signal, const State& state);
  void forget(Moment now);

  Limits limits_;
  std::optional<Moment> keep_from_;
  std::deque<Change> changes_;  ///< oldest first
  States before_;               ///< what held before the oldest of them
  States now_;
  Moment forgotten_ = long_ago;  ///< what was before is not known any more
};

}  // namespace liftbox
