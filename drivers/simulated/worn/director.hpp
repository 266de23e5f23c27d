#pragma once

#include <functional>
#include <vector>

#include "drivers/simulated/worn/box.hpp"
#include "drivers/simulated/worn/crowd.hpp"
#include "drivers/simulated/worn/supply.hpp"
#include "drivers/simulated/worn/technician.hpp"

namespace liftbox::worn {

/// Everything that an incident can lay its hands on.
struct Stage {
  Machine& machine;
  Controller& controller;
  Supply& supply;
  Crowd& crowd;
  Presence& presence;
  LoadCell& load;
  Technician& technician;
  Box& box;
  Terminals& terminals;
  Agenda& agenda;
  Chronicle& chronicle;
};

/// Draws the incidents, waits for the moment at which each can happen, lets it happen, and sees to its end.
/// One at a time; what lasts for days (a sensor, a worn brake) goes on beside the others.
class Director {
 public:
  Director(const Setup& setup, const Stage& stage, std::uint64_t seed);

  void begin(Time now);
  void step(Time now);  ///< `Due::incident`
  void look(Time now);  ///< after each event: is this the moment?
  void undo(Time now);  ///< `Due::undo`
  bool busy() const { return phase_ != Phase::none; }

 private:
  enum class Phase : std::uint8_t { none, armed, aimed, struck };
  enum class Moment : std::uint8_t {
    now,           ///< whatever the lift does
    idle_empty,    ///< shut at a landing, nobody in it
    run_occupied,  ///< on its way, somebody in it
    run_empty,
    stop_occupied,  ///< stands at the landing, about to open
    boarded,        ///< shut, somebody in it, about to start
    door_open,      ///< at a landing
    door_open_empty,
    full_speed,
    past_terminal,
  };
  using Deed = std::function<void(Time)>;

  void draw_all();
  void next(Time now);
  void take(Incident incident, Time now);
  void prepare(Time now);
  bool is_moment(Moment moment, Time now) const;
  static Moment moment_of(Incident incident);
  Moment moment() const;
  void aim(Time now);
  void strike(Time now);
  void follow_up(Time now);
  void give_up(Time now);
  void over(Time now);

  // Of kinds of incidents.
  void stop(Time now);
  void stop_people(Time now);
  void shut_in(Time now);
  void power_cut(Time now);
  void door(Time now);
  void movement(Time now);
  void brake(Time now);
  void service(Time now);
  void source(Time now);
  void wear(Time now);
  void box(Time now);
  void caught(Time now);
  void brake_lets_go(Time now);
  void drift_once_open(int looks_left, Time now);
  void drift(Time now);
  void drift_ends(Time now);
  void firefighters(int rides_left, Time now);
  void stuck(Time now);

  void mend(Time now);
  void free_brake(Time now);
  void after(Time wait, Deed deed, Time now);
  void until_mended(const char* kind, Chronicle::Facts facts, Time wait, Time now);
  void lasts(Time wait, const char* kind, Chronicle::Facts facts, Deed undo, Time now);
  void recovers_by_itself(Time wait, Time now);
  void technician_or_itself(Time now);
  void wait_for_technician(Time now);
  void passengers(int persons, Time now);

  struct Due_ {
    Time at;
    Incident incident;
  };
  struct Lasting {
    Time until;
    Chronicle::Entry entry;
    Deed undo;
  };

  Setup setup_;
  Stage stage_;
  Dice dice_;
  std::vector<Due_> drawn_;  ///< the earliest last
  Phase phase_ = Phase::none;
  Incident what_ = Incident::clock_steps;
  Time not_before_ = 0;
  bool vandal_was_here_ = false;
  Deed then_;  ///< at the next step of an incident that has struck
  std::vector<Lasting> lasting_;
  Chronicle::Entry overspeed_ = Chronicle::none;
  std::array<Chronicle::Entry, Brake::arms> loose_arms_{};
};

}  // namespace liftbox::worn
