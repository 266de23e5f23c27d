// The buttons that people press, in the car and at the landings.
#include <algorithm>

#include "drivers/simulated/worn/crowd.hpp"
#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

namespace habit = noise::people;
constexpr Time takes_stairs_after = 4 * minute;
constexpr Time button_shown = 1500;  // by the controller's registers, so that a poll can see it
constexpr Time worried_after = 6 * second;
constexpr Time fed_up_after = 45 * second;
constexpr Time gets_out_again_after = 2 * minute;  // of a lift that does not go

}  // namespace

void Crowd::press(Time now) {
  if (now >= call_until_) {
    terminals_.tell(Signal::car_call, 0, now);
    call_until_ = never;
  }
  if (now >= open_button_until_) {
    controller_.button_let_go(now);
    open_button_until_ = never;
  }
  for (Person& person : people_)
    if (now >= person.presses_at) presses(person, now);
  const auto gives_up = [&](const Person& person) {
    return !person.riding && now - person.came_at >= takes_stairs_after;
  };
  people_.erase(std::remove_if(people_.begin(), people_.end(), gives_up), people_.end());
  next_press();
}

void Crowd::next_press() {
  Time at = std::min(call_until_, open_button_until_);
  for (const Person& person : people_) at = std::min(at, person.presses_at);
  agenda_.set(Due::button, at);
}

void Crowd::presses(Person& person, Time now) {
  person.presses_at = now + presses_again;
  if (person.riding) return presses_in_car(person, now);
  if (!machine_.passable()) controller_.landing_call(person.from, now);
}

/// A call at first. Shut in, people try the calls and the door-open button, and then the alarm.
void Crowd::presses_in_car(Person& person, Time now) {
  if (setup_.noise && manners_.one_in(habit::presses_alarm_by_mistake))
    press_alarm(manners_.skewed(habit::press_ms / 2, 0.6), now);
  const Time since = machine_.confined_since();
  const Time confined = since == never ? 0 : now - since;
  if (confined < worried_after || !person.has_called) {
    if (machine_.passable() && now - person.came_at > gets_out_again_after) {
      person.fed_up = true;
      return door_opened(now);
    }
    const bool at_rest = machine_.car.standing() || machine_.door.fully_open();
    const bool arrived = machine_.car.in_zone() && machine_.car.landing(now) == person.to;
    const bool forgotten = !person.has_called || machine_.passable();
    if (at_rest && forgotten && !arrived && !person.silent) calls_from_car(person.to, now);
    person.has_called = person.has_called || at_rest;
    if (confined > 0) person.presses_at = now + worried_after;
    return;
  }
  if (confined > fed_up_after) person.fed_up = true;
  person.presses_at = now + manners_.between(presses_again, presses_again + confined / 4);
  if (person.silent) return;
  presence_.movement(now);
  if (person.tried_at < since) {  // perhaps it has only forgotten the call
    person.tried_at = now;
    return calls_from_car(person.to, now);
  }
  if (confined > person.patience && person.presses_alarm && !alarm_pressed())
    return press_alarm(static_cast<Time>(habit::shortest_press_ms) + manners_.skewed(habit::press_ms, 0.7),
                       now);
  if (manners_.chance(0.5)) return calls_from_car(person.to, now);
  controller_.open_button(now);
  open_button_until_ = now + button_shown;
}

void Crowd::calls_from_car(int landing, Time now) {
  if (!controller_.alive()) return;
  presence_.movement(now);
  terminals_.tell(Signal::car_call, 1, now);
  call_until_ = now + button_shown;
  controller_.car_call(landing, now);
}

/// Somebody at the landing reaches in and presses what there is to press.
void Crowd::vandal(Time now) {
  constexpr int calls = 4;
  presence_.passage(now);
  hold_door(button_shown / 3, now);
  for (int i = 0; i < calls; ++i) calls_from_car(manners_.between(1, setup_.building.landings), now);
  next_press();
}

void Crowd::press_alarm(Time lasting, Time now) {
  presence_.movement(now);
  alarm_until_ = now + lasting;
  agenda_.set(Due::alarm, alarm_until_);
  terminals_.tell(Signal::alarm_button, 1, now);
}

void Crowd::alarm_let_go(Time now) {
  agenda_.cancel(Due::alarm);
  alarm_until_ = never;
  terminals_.tell(Signal::alarm_button, 0, now);
}

}  // namespace liftbox::worn
