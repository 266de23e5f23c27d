#pragma once

#include <optional>
#include <vector>

#include "drivers/simulated/worn/machine.hpp"

namespace liftbox::worn {

/// The control cabinet: answers calls, starts, stops, opens and shuts the door.
class Controller {
 public:
  Controller(const Building& building, Machine& machine, Agenda& agenda, Terminals& terminals,
             std::uint64_t seed);

  void step(Time now);  ///< `Due::controller`
  void arm_moved(Time now);
  void car_stands(Time now);
  void door_ended(bool free, Time now);
  void door_locked(Time now);

  void landing_call(int landing, Time now);
  void car_call(int landing, Time now);
  void somebody_passes(Time now);
  void obstructed(Time now);

  bool passable() const { return phase_ == Phase::dwelling; }
  bool idle() const { return phase_ == Phase::idle; }

 private:
  enum class Phase : std::uint8_t {
    idle,
    contactor,  ///< about to close it
    coil,       ///< about to release the brake
    releasing,
    released,
    running,
    halting,  ///< about to set the brake
    setting,
    set,
    opening,
    dwelling,
    closing,
    locking,
  };

  void enter(Phase phase, Time now, Time lasting);
  void answer_next_call(Time now);
  void start(int landing, Time now);
  void open(Time now);
  void close(Time now);
  void run(Time now);
  int next_target(int here) const;
  bool called_at(int landing) const;
  void forget(int landing);

  Building building_;
  Machine& machine_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  Phase phase_ = Phase::idle;
  int target_ = 1;
  Direction last_direction_ = Direction::none;
  Time dwell_;
  std::vector<bool> car_calls_;
  std::vector<int> landing_calls_;
};

}  // namespace liftbox::worn
