#pragma once

#include <optional>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/statistics/counts.hpp"

namespace liftbox {

/// Counts runs, where they began and how far they went, and the short moves that are none: relevellings.
class RunFollower {
 public:
  /// `rope_bends`: of the most bent length of rope in one run, where it is known.
  void observe(const CarState& car, std::optional<int> rope_bends, Moment now, Counts& into);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("was_moving", was_moving_);
    visit("run_began", run_began_);
    visit("stood_at", stood_at_);
    visit("from", from_);
    visit("shown", shown_);
    visit("in_zone_throughout", in_zone_throughout_);
    visit("speed", speed_);
    visit("travelled_until", travelled_until_);
    visit("travelled_um", travelled_um_);
  }

 private:
  /// Where the car is, as far as anything tells.
  struct Place {
    std::optional<Value> floor;
    std::optional<Value> position;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("floor", floor);
      visit("position", position);
    }
  };
  static Place place(const CarState& car);

  void depart(const CarState& car);
  void travel(const CarState& car, Moment now);
  void complete(const CarState& car, std::optional<int> rope_bends, Counts& into) const;
  Direction direction(const Place& to) const;

  Kleene was_moving_ = Kleene::unknown;
  std::optional<Moment> run_began_;  ///< while a run goes on
  Place stood_at_;
  Place from_;
  Direction shown_ = Direction::none;
  Kleene in_zone_throughout_ = Kleene::unknown;
  std::optional<Value> speed_;  ///< in force since `travelled_until_`
  Moment travelled_until_{};
  std::int64_t travelled_um_ = 0;  ///< by speed; mm/s times ms
};

}  // namespace liftbox
