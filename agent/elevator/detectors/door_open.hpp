#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car has arrived and its door does not open (GB/T 24476 fault 3, 开门故障).
class DoorOpenFault {
 public:
  static constexpr std::string_view name = "door_open";
  static constexpr SignalSet reads =
      signal_set({Signal::door_open_command, Signal::presence, Signal::car_call, Signal::alarm_button});
  static constexpr WordSet words =
      word_set({Word::moving, Word::shut, Word::inspection, Word::in_zone, Word::occupancy, Word::runs});
  struct Memory {
    Fault fault{EventType::door_open_fault};
    Lasting occupied;  ///< somebody waits behind the shut door
    WhyNot occupied_why_not;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("occupied", occupied);
      visit("occupied_why_not", occupied_why_not);
    }
  };

  DoorOpenFault(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.faults}, presence_hold_{rules.occupancy.presence_hold} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void judge_occupied(const CarState& car, const Fact& arrived, Moment now, Verdict& verdict);

  Rules::Faults rules_;
  Duration presence_hold_;
};

}  // namespace liftbox
