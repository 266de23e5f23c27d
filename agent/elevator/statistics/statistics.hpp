#pragma once

#include <optional>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"
#include "agent/elevator/held_back.hpp"
#include "agent/elevator/statistics/brake_follower.hpp"
#include "agent/elevator/statistics/door_follower.hpp"
#include "agent/elevator/statistics/ledger.hpp"
#include "agent/elevator/statistics/run_follower.hpp"
#include "agent/elevator/statistics/service_clock.hpp"

namespace liftbox {

/// What the lift did, added up by hour and day: how much it is used, how it wears, how long it was there for
/// its passengers. Pure; the wall clock is told.
class Statistics {
 public:
  Statistics(const Rules& rules, const LiftFacts& facts);

  void wall(const WallTold& told) { ledger_.wall(told); }
  /// When the last maintenance visit that counts ended; nothing where none is known.
  void visited(std::optional<Moment> last) { ledger_.visited(last); }
  Moment next_turn(Moment now) const { return ledger_.next_turn(now); }
  void rebooted() { ledger_.rebooted(); }
  void change(const Rules& rules, const LiftFacts& facts);
  /// After a while in which nobody watched.
  void begin_again();

  /// First: the time until now has passed, and hours that are over are closed.
  void pass(const CarState& car, Moment now, std::vector<StatisticsDocument>& closed);
  void hear(const Event& event) { service_.hear(event, ledger_.open()); }
  void hear(const HeldBack& held) {
    ++ledger_.open().held_back[std::string{name(held.type)} + ' ' + std::string{name(held.reason)}];
  }
  /// Last: how the car is now.
  void observe(const CarState& car, Moment now);

  StatisticsDocument today(const CarState& car, Moment now) const;
  /// In all its life until now.
  VisitEvidence::Use use(const CarState& car, Moment now) const;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("ledger", ledger_.memory);
    visit("service", service_.memory);
    visit("runs", runs_);
    visit("door", door_);
    visit("rear_door", rear_door_);
    visit("brake", brake_);
  }

 private:
  void forget_what_is_under_way();
  std::bitset<counter_count> told(const CarState& car) const;

  std::optional<int> rope_bends_;
  Duration door_open_;
  Ledger ledger_;
  ServiceClock service_;
  RunFollower runs_;
  DoorFollower door_;
  DoorFollower rear_door_;
  BrakeFollower brake_;
};

}  // namespace liftbox
