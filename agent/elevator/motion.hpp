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
  struct Memory {
    int completed_runs = 0;
    Duration running_time{};
    /// Full travel: runs between the terminal landings, and the longest of them.
    int full_runs = 0;
    Duration longest_full_run{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("completed_runs", completed_runs);
      visit("running_time", running_time);
      visit("full_runs", full_runs);
      visit("longest_full_run", longest_full_run);
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
  Moment next_change() const { return next_change_; }

  const Fact& moving() const { return moving_; }
  bool running() const { return run_.has_value(); }
  std::optional<Moment> run_began() const;
  /// When the car stopped after its last run, and when that began; nothing before the first.
  std::optional<Moment> run_ended() const { return run_ended_; }
  std::optional<Moment> last_run_began() const { return last_run_began_; }
  /// When the car was last seen to stop, after a run or a shorter move; nothing if it has only ever stood.
  std::optional<Moment> stopped() const { return stopped_; }
  /// Nothing until enough full runs were seen.
  std::optional<Duration> full_travel() const;

  Memory memory;

 private:
  struct Run {
    Moment began;
    std::optional<Value> from_floor;
  };

  Fact judge(const Inputs& in, Moment now);
  Fact believed(const Inputs& in, Moment now);
  bool outdated(const Fact& moves, const std::optional<Fact>& braked, Moment now);
  Fact by_position(const Inputs& in, Moment now);
  Fact by_quiet(const Inputs& in, Moment now);
  void follow_run(const Inputs& in, Moment now);
  void complete_run(const Inputs& in);
  void look_at(Moment at, Moment now);

  Rules::Words rules_;
  std::optional<int> landings_;
  Fact moving_;
  Fact position_moving_;
  bool contradicted_ = false;  ///< `car_moving`
  Moment contradicted_until_ = long_ago;
  std::optional<Moment> last_known_moving_;
  std::optional<Run> run_;
  std::optional<Moment> run_ended_;
  std::optional<Moment> last_run_began_;
  std::optional<Moment> stopped_;
  std::optional<Value> departure_floor_;
  struct Position {
    Moment at;
    Value value;
  };
  std::vector<Position> positions_;  ///< in force during the window, oldest first
  Moment next_change_ = never;
};

}  // namespace liftbox
