#include "agent/elevator/statistics/door_follower.hpp"

namespace liftbox {

void DoorFollower::observe(const CarState& car, Counts& into) {
  const bool has_open_switch = car.bound(door_.open);
  if (!car.bound(door_.closed)) {  // then a cycle ends where the door leaves open, and no more can be told
    const Fact open = car.is(door_.open);
    if (was_open_ == Kleene::yes && open.no()) ++into[door_.cycles];
    was_open_ = open.is;
    return;
  }
  if (has_open_switch) follow_open(car.is(door_.open), into);
  follow_closed(car.is(door_.closed), has_open_switch, into);
}

void DoorFollower::follow_open(const Fact& open, Counts& into) {
  const Kleene was = was_open_;
  was_open_ = open.is;
  if (open.unknown()) left_open_.reset();
  if (open.no() && was == Kleene::yes) left_open_ = open.since;
  if (!open.yes() || was == Kleene::yes) return;
  if (opened_ && was == Kleene::no) ++into[door_.reopenings];
  opened_ = true;
  if (left_closed_ && was == Kleene::no) into[door_.opening].count(open.since - *left_closed_);
  left_closed_.reset();
  left_open_.reset();
}

void DoorFollower::follow_closed(const Fact& closed, bool has_open_switch, Counts& into) {
  const Kleene was = was_closed_;
  was_closed_ = closed.is;
  if (closed.unknown()) left_closed_.reset();
  if (closed.no() && was == Kleene::yes) left_closed_ = closed.since;
  if (!closed.yes() || was == Kleene::yes) return;
  if (!has_open_switch) opened_ = left_closed_ && closed.since - *left_closed_ >= open_after_;
  if (opened_) ++into[door_.cycles];
  if (left_open_ && was == Kleene::no) into[door_.closing].count(closed.since - *left_open_);
  opened_ = false;
  left_closed_.reset();
  left_open_.reset();
}

}  // namespace liftbox
