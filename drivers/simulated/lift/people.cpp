#include "drivers/simulated/lift/people.hpp"

#include <algorithm>

namespace liftbox::simulated {
namespace {

constexpr Time sensor_hold{2000};  ///< a PIR sensor holds its output this long after a movement
constexpr Time first_step{300};    ///< once the door is open
constexpr Time between_persons{700};
constexpr Time finds_button{600};  ///< after entering
constexpr Time press{500};
constexpr Time presses_again{10'000};  ///< where nothing came of it
constexpr Time worried_after{5000};
constexpr Time fed_up_after{15'000};

}  // namespace

void People::arrive(int from, int to, int persons, Time now) {
  for (int i = 0; i < persons; ++i) {
    const int kg = std::uniform_int_distribution{50, 95}(random_);
    people_.push_back({.from = from, .to = to, .kg = kg, .presses_at = now});
  }
}

People::Acts People::step(const Car& car, Time now) {
  Acts acts;
  stand_about(car, now);
  press_buttons(now, acts);
  if (car.open_at == 0) next_passage_ = now + first_step;
  if (car.open_at != 0 && now >= next_passage_) pass_door(car.open_at, now, acts);
  return acts;
}

/// People stand still for a while, and then do not.
void People::stand_about(const Car& car, Time now) {
  shut_in_ = riding() > 0 && car.standing_shut ? shut_in_ + one_step : Time{};
  fed_up_ = riding() > 0 && (fed_up_ || shut_in_ >= fed_up_after);
  if (riding() == 0 || now < next_fidget_) return;
  next_fidget_ = now + Time{std::uniform_int_distribution{2000, 12'000}(random_)};
  move(now);
}

void People::press_buttons(Time now, Acts& acts) {
  for (Person& person : people_) {
    if (now < person.presses_at) continue;
    if (person.riding && person.has_called && shut_in_ < worried_after) continue;
    person.presses_at = now + presses_again;
    person.has_called = person.riding;
    (person.riding ? acts.car_call : acts.landing_call) = person.riding ? person.to : person.from;
    if (person.riding) {
      call_until_ = now + press;
      move(now);
    }
    return;  // the next one a moment later
  }
}

void People::pass_door(int landing, Time now, Acts& acts) {
  const auto leaves = [&](const Person& person) {
    return person.riding && (person.to == landing || fed_up_);
  };
  const auto enters = [&](const Person& person) { return !person.riding && person.from == landing; };
  if (const auto leaver = std::find_if(people_.begin(), people_.end(), leaves); leaver != people_.end()) {
    people_.erase(leaver);
    acts.left = true;
  } else if (const auto next = std::find_if(people_.begin(), people_.end(), enters); next != people_.end()) {
    next->riding = true;
    next->presses_at = now + finds_button;
    acts.entered = true;
  } else {
    return;
  }
  next_passage_ = now + between_persons;
  move(now);
}

void People::press_alarm(Time now, Time lasting) {
  alarm_until_ = now + lasting;
  move(now);
}

void People::move(Time now) {
  seen_until_ = now + sensor_hold;
}

int People::riding() const {
  return static_cast<int>(
      std::count_if(people_.begin(), people_.end(), [](const Person& person) { return person.riding; }));
}

int People::load_kg() const {
  int load = 0;
  for (const Person& person : people_) load += person.riding ? person.kg : 0;
  return load;
}

}  // namespace liftbox::simulated
