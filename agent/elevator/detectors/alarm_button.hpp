#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The alarm button in the car (GB/T 24476 alarm 90, 报警按钮动作), filtered as EN 81-28 asks: a press at an
/// open door or in a moving car is no call for help, unless it lasts or the door then stays shut.
class AlarmButton {
 public:
  static constexpr std::string_view name = "alarm_button";
  static constexpr SignalSet reads = signal_set({Signal::alarm_button});
  static constexpr WordSet words = word_set({Word::moving, Word::shut, Word::in_zone, Word::acknowledged});
  struct Memory {
    Fault alarm{EventType::alarm_button};
    std::optional<Moment> last_pressed;    ///< the end of the last press, while the alarm is open
    std::optional<Moment> noted_press;     ///< this press was noted as filtered
    std::optional<Moment> pressed_moving;  ///< and the car has not opened a door since
    bool acknowledged = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("alarm", alarm);
      visit("last_pressed", last_pressed);
      visit("noted_press", noted_press);
      visit("pressed_moving", pressed_moving);
      visit("acknowledged", acknowledged);
    }
  };

  AlarmButton(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.alarm_button} {}
  Verdict observe(const CarState& car, Moment now);

  bool acknowledged() const { return memory.alarm.open && memory.acknowledged; }
  /// Somebody has taken note of it. False where there is nothing to take note of.
  bool acknowledge(Moment now, const std::string& by, Verdict& verdict);

  Memory memory;

 private:
  using Why = AlarmButtonEvidence::Why;
  void follow_open(const Fact& pressed, Moment now, Verdict& verdict);
  void judge_press(const CarState& car, const Fact& pressed, Moment now, Verdict& verdict);
  void judge_stop(const CarState& car, Moment now, Verdict& verdict);
  void raise(Why why, Moment pressed, Moment now, Verdict& verdict);

  Rules::AlarmButton rules_;
};

}  // namespace liftbox
