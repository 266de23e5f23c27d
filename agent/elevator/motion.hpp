#pragma once

#include <optional>
#include <vector>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

/// Whether the car moves, since when, and its runs; from the best signal that is known at the moment.
class Motion {
 public:
  struct Run {
    Moment began{};
    std::optional<Value> from_floor;
    bool watched = true;  ///< that it moves is known throughout
    Duration moved{};     ///< as far as it was watched

    template <class Visit>
    void fields(Visit&& visit) {
      visit("began", began);
      visit("from_floor", from_floor);
      visit("watched", watched);
      visit("moved", moved);
    }
  };
  struct Position {
    Moment at{};
    Value value = 0;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("at", at);
      visit("value", value);
    }
  };
  struct Memory {
    int completed_runs = 0;
    Duration running_time{};
    Duration last_run_lasted{};
    /// Full travel: runs between the terminal landings, and the longest of them.
    int full_runs = 0;
    Duration longest_full_run{};
    Fact moving;
    Fact position_moving;
    bool contradicted = false;  ///< `car_moving`
    Moment contradicted_until = long_ago;
    std::optional<Moment> last_known_moving;
    std::optional<Run> run;
    std::optional<Moment> run_ended;
    std::optional<Moment> last_run_began;
    std::optional<Moment> stopped;
    std::optional<Value> departure_floor;
    std::vector<Position> positions;  ///< in force during the window, oldest first

    template <class Visit>
    void fields(Visit&& visit) {
      visit("completed_runs", completed_runs);
      visit("running_time", running_time);
      visit("last_run_lasted", last_run_lasted);
      visit("full_runs", full_runs);
      visit("longest_full_run", longest_full_run);
      visit("moving", moving);
      visit("position_moving", position_moving);
      visit("contradicted", contradicted);
      visit("contradicted_until", contradicted_until);
      visit("last_known_moving", last_known_moving);
      visit("run", run);
      visit("run_ended", run_ended);
      visit("last_run_began", last_run_began);
      visit("stopped", stopped);
      visit("departure_floor", departure_floor);
      visit("positions", positions);
    }
  };

  /// What the car's state knows that may tell of motion, most trusted first.
  struct Inputs {
    Fact moving;                  ///< `car_moving`
    Fact speed_above_standstill;  ///< `car_speed`
    Fact driven;                  ///< run contactor with every bound arm released
    std::optional<Fact> braked;   ///< every arm of the brake reads set; nothing where none is bound
    std::optional<Value> position;
    Moment position_since{};
    Moment position_read_at{};
    std::optional<Value> floor;
    std::optional<Moment> last_change;  ///< of zone, floor, position and doors, if any tells where the car is
    bool mains_lost = false;
  };

  Motion(const Rules::Words& rules, std::optional<int> landings) : rules_{rules}, landings_{landings} {}

  /// Other limits from now on; what is known of the motion stays.
  void change(const Rules::Words& rules, std::optional<int> landings) {
    rules_ = rules;
    landings_ = landings;
  }
  void observe(const Inputs& in, Moment now);
  /// Nobody knows of the motion since then.
  void fall_silent(Moment since);
  Moment next_change() const { return next_change_; }

  const Fact& moving() const { return memory.moving; }
  bool running() const { return memory.run.has_value(); }
  std::optional<Moment> run_began() const;
  /// When the car stopped after its last run, and when that began; nothing before the first.
  std::optional<Moment> run_ended() const { return memory.run_ended; }
  std::optional<Moment> last_run_began() const { return memory.last_run_began; }
  /// As far as it was watched.
  Duration last_run_lasted() const { return memory.last_run_lasted; }
  /// When the car was last seen to stop, after a run or a shorter move; nothing if it has only ever stood.
  std::optional<Moment> stopped() const { return memory.stopped; }
  /// Nothing until enough full runs were seen.
  std::optional<Duration> full_travel() const;

  Memory memory;

 private:
  Fact judge(const Inputs& in, Moment now);
  Fact believed(const Inputs& in, Moment now);
  bool outdated(const Fact& moves, const std::optional<Fact>& braked, Moment now);
  Fact by_position(const Inputs& in, Moment now);
  Fact by_quiet(const Inputs& in, Moment now);
  void follow_run(const Inputs& in, Moment now);
  void complete_run(const Inputs& in);
  void moved_until(Moment moment);
  void look_at(Moment at, Moment now);

  Rules::Words rules_;
  std::optional<int> landings_;
  Moment next_change_ = never;
};

}  // namespace liftbox
