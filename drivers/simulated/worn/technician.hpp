#pragma once

#include <functional>

#include "drivers/simulated/worn/crowd.hpp"

namespace liftbox::worn {

/// A technician: comes to an incident, frees people, repairs, and leaves; or comes for maintenance, rides on
/// the roof of the car, opens doors, tries the stop switch, the brake and the alarm button.
class Technician {
 public:
  Technician(const Setup& setup, Machine& machine, Controller& controller, Crowd& crowd, LoadCell& load,
             Agenda& agenda, Chronicle& chronicle, std::uint64_t seed);

  void is_called(Time now);  ///< comes when he can
  void comes_for_maintenance(Time now);
  void is_due(Time now);  ///< by the calendar
  void skips_the_next() { skips_ = true; }
  void is_not_needed(Time now);  ///< on his way: turns round
  void step(Time now);           ///< `Due::technician`
  bool busy() const { return stage_ != Stage::away; }
  bool on_site() const { return stage_ != Stage::away && stage_ != Stage::on_the_way; }
  /// What is repaired, towards the end of a visit to an incident.
  void repairs(std::function<void(Time)> repair) { repair_ = std::move(repair); }

 private:
  enum class Stage : std::uint8_t {
    away,
    on_the_way,
    waiting,  ///< for maintenance, until the car is empty
    looking,
    winding,
    wound,
    opening,
    taking_out,
    working,
    testing,
    closing,
    leaving,
  };

  void enter(Stage stage, Time at);
  void arrive(bool for_incident, Time now);
  void free_people(Time now);
  void wind(Time now);
  void wound(Time now);
  void open_door(Time now);
  void take_out(Time now);
  void work(Time now);
  void test(Time now);
  void test_something(Time now);
  void close_door(Time now);
  void leave(Time now);

  const bool noisy_;
  Machine& machine_;
  Controller& controller_;
  Crowd& crowd_;
  LoadCell& load_;
  Agenda& agenda_;
  Chronicle& chronicle_;
  Dice dice_;
  std::function<void(Time)> repair_;
  Stage stage_ = Stage::away;
  bool for_incident_ = false;
  bool skips_ = false;
  bool lever_ = false;
  bool stop_switch_ = false;
  Time until_ = 0;
  Chronicle::Entry visit_ = Chronicle::none;
};

}  // namespace liftbox::worn
