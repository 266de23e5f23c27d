#pragma once

#include <vector>

#include "drivers/simulated/worn/machine.hpp"

namespace liftbox::worn {

/// The control cabinet: answers calls one after the other, starts, stops, opens and shuts the door, obeys the
/// mode of service, and gives up with a fault code when the machine does not do what it should.
class Controller {
 public:
  static constexpr int chain_fault = 51;
  static constexpr int lock_fault = 53;
  static constexpr int brake_fault = 71;
  static constexpr int run_time_fault = 62;
  static constexpr int door_open_fault = 44;

  Controller(const Setup& setup, Machine& machine, Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  // What happens to the machine.
  void step(Time now);  ///< `Due::controller`
  void arm_moved(Time now);
  void car_stands(Time now);
  void door_ended(bool free, Time now);
  void door_locked(Time now);
  void curtain(bool broken, Time now);

  // What people do.
  void landing_call(int landing, Time now);
  void car_call(int landing, Time now);
  void open_button(Time now);
  void button_let_go(Time now);
  void somebody_passes(Time now);

  // Its state, from outside.
  void mode(Mode mode, Time now);
  Mode mode() const { return mode_; }
  void fault(int code, Time now);  ///< it stops whatever it does
  void reset(Time now);            ///< no fault any more: it goes on
  void hang(bool hangs, Time now);
  void power_lost(Time now);
  void power_back(Time now);
  void parks(bool parks) { parks_ = parks; }

  // What a technician does, under inspection.
  void drive(double to, double speed, Time now);

  bool serves() const;  ///< takes calls and passengers
  bool alive() const { return phase_ != Phase::off && !hung_; }
  bool idle() const { return phase_ == Phase::idle; }
  bool running() const { return phase_ == Phase::running; }
  bool dwelling() const { return phase_ == Phase::dwelling && !relevelling_; }
  bool closing() const { return phase_ == Phase::closing; }
  bool opening() const { return phase_ == Phase::opening; }
  bool starting() const { return phase_ >= Phase::contactor && phase_ <= Phase::released && !relevelling_; }
  bool halting() const { return phase_ == Phase::halting && !relevelling_; }
  int fault() const { return fault_; }
  int target() const { return target_; }
  bool will_open() const { return called_at(target_); }

  // What may happen to it.
  void stalls(bool stalls) { stalls_ = stalls; }  ///< the motor turns, the car does not move
  void runs_past(double mm) { past_mm_ = mm; }    ///< the terminal landing, at the next stop there
  void watches_brake(bool watches) { watches_brake_ = watches; }

 private:
  enum class Phase : std::uint8_t {
    off,
    booting,
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
    retrying,
    dwelling,
    closing,
    locking,
    halted,
    inspection,
  };

  void enter(Phase phase, Time now, Time lasting);
  void close_contactor(Time now);
  void release_late(Time now);
  void stopped(Time now);
  void answer_next_call(Time now);
  void start(int landing, Time now);
  void open(Time now);
  void open_late(Time now);
  void close(Time now);
  void run(Time now);
  void level_again(Time now);
  void recover(Time now);
  void let_go(Time now);
  int next_target(int here) const;
  bool called_at(int landing) const;
  void forget(int landing);
  void forget_all();
  bool recalled() const;
  bool stays_open(Time now) const;
  bool level(Time now) const;
  void dwell(Time now);

  Building building_;
  bool noisy_;
  Machine& machine_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  Phase phase_ = Phase::idle;
  Mode mode_ = Mode::normal;
  int fault_ = 0;
  bool hung_ = false;
  bool stalls_ = false;
  bool parks_ = true;
  bool watches_brake_ = true;
  bool curtain_broken_ = false;
  bool relevelling_ = false;
  bool button_shown_ = false;
  double past_mm_ = 0;
  int attempts_ = 0;
  int target_ = 1;
  double target_mm_ = 0;
  double speed_mm_s_ = 0;
  Direction last_direction_ = Direction::none;
  Time dwell_;
  std::vector<bool> car_calls_;
  std::vector<int> landing_calls_;
};

}  // namespace liftbox::worn
