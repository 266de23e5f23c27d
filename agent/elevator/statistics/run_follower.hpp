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

 private:
  /// Where the car is, as far as anything tells.
  struct Place {
    std::optional<Value> floor;
    std::optional<Value> position;
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
