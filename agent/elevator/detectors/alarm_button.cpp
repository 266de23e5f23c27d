#include "agent/elevator/detectors/alarm_button.hpp"

namespace liftbox {
namespace {

/// Why a press is no call for help now; only what is positively known filters.
std::optional<AlarmButtonEvidence::Why> filter(const CarState& car) {
  if (car.alarm_acknowledged()) return std::nullopt;
  if (car.moving().yes()) return AlarmButtonEvidence::Why::moving;
  if ((car.standing() && car.in_zone() && !car.shut()).yes())
    return AlarmButtonEvidence::Why::door_open_in_zone;
  return std::nullopt;
}

}  // namespace

Verdict AlarmButton::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact pressed = car.is(Signal::alarm_button);
  if (memory.alarm.open) {
    follow_open(pressed, now, verdict);
    return verdict;
  }
  if (memory.pressed_moving) judge_stop(car, now, verdict);
  if (!memory.alarm.open && verdict.lasted(pressed, rules_.press, now))
    judge_press(car, pressed, now, verdict);
  return verdict;
}

void AlarmButton::follow_open(const Fact& pressed, Moment now, Verdict& verdict) {
  if (pressed.yes()) memory.last_pressed = now;
  if (!pressed.no()) return;
  const Moment ended = std::max(pressed.since, memory.last_pressed.value_or(pressed.since));
  const Moment due = ended + rules_.clear;
  if (now < due) {
    verdict.look(due);
    return;
  }
  memory.alarm.clear(ended, now, verdict);
  verdict.events.back().evidence = AlarmButtonEvidence{Why::released, ended};
  memory = {};
}

void AlarmButton::judge_press(const CarState& car, const Fact& pressed, Moment now, Verdict& verdict) {
  const bool began_moving =
      memory.pressed_moving == pressed.since;  // and the stop is still to come, or just was
  const auto filtered = began_moving && !car.alarm_acknowledged() ? Why::moving : filter(car);
  if (!filtered) {
    raise(Why::pressed, pressed.since, now, verdict);
    return;
  }
  if (*filtered == Why::moving) memory.pressed_moving = pressed.since;
  if (memory.noted_press != pressed.since) {
    memory.noted_press = pressed.since;
    verdict.events.push_back({.type = EventType::alarm_button_filtered,
                              .phase = Phase::noted,
                              .at = now,
                              .since = pressed.since,
                              .confidence = Confidence::certain,
                              .subject = {},
                              .evidence = AlarmButtonEvidence{*filtered, pressed.since}});
    verdict.held_back.push_back({EventType::alarm_button,
                                 HeldBack::Reason::filter,
                                 now,
                                 pressed.since,
                                 {},
                                 std::string{liftbox::name(*filtered)}});
  }
  if (verdict.lasted(pressed, rules_.held, now)) raise(Why::held_long, pressed.since, now, verdict);
}

/// Pressed in motion: the car must stop and open a door soon.
void AlarmButton::judge_stop(const CarState& car, Moment now, Verdict& verdict) {
  if (!car.moving().no()) return;
  if (car.shut().no()) {
    memory.pressed_moving.reset();
    return;
  }
  if (verdict.lasted(car.standing(), rules_.no_door, now))
    raise(Why::no_door_after_stop, *memory.pressed_moving, now, verdict);
}

void AlarmButton::raise(Why why, Moment pressed, Moment now, Verdict& verdict) {
  memory.alarm.raise(pressed, Confidence::certain, AlarmButtonEvidence{why, pressed}, now, verdict);
  memory.last_pressed = now;
  memory.pressed_moving.reset();
}

bool AlarmButton::acknowledge(Moment now, const std::string& by, Verdict& verdict) {
  if (!memory.alarm.open || memory.acknowledged) return false;
  memory.acknowledged = true;
  verdict.events.push_back({.type = EventType::alarm_button,
                            .phase = Phase::acknowledged,
                            .at = now,
                            .since = now,
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = BoxEvidence{{{"by", by}}}});
  return true;
}

}  // namespace liftbox
