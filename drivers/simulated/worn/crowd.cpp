#include "drivers/simulated/worn/crowd.hpp"

#include <algorithm>

#include "drivers/simulated/worn/traffic.hpp"

namespace liftbox::worn {
namespace {

constexpr Time first_step = 300;
constexpr Time quickest_passage = 600;
constexpr Time slowest_passage = 1600;
constexpr Time curtain_broken = 450;
constexpr Time finds_button = 800;
constexpr Time finds_button_late = 2500;
constexpr Time presses_again = 15 * second;
constexpr Time takes_stairs_after = 4 * minute;
constexpr Time call_shown = 1500;  // by the controller's register, so that a poll can see it
constexpr double fidgets_each_ms = 7000;
constexpr double room_for = 0.8;  // of the rated load

}  // namespace

Crowd::Crowd(const Setup& setup, Machine& machine, Controller& controller, Presence& presence, Agenda& agenda,
             Terminals& terminals, std::uint64_t seed)
    : setup_{setup},
      machine_{machine},
      controller_{controller},
      presence_{presence},
      agenda_{agenda},
      terminals_{terminals},
      traffic_{seed, 6},
      manners_{seed, 7} {}

void Crowd::begin(Time now) {
  next_arrival(now);
}

/// A Poisson process whose rate changes with the hour: what does not fall into this hour is drawn anew.
void Crowd::next_arrival(Time now) {
  Time from = now;
  for (;;) {
    const Time hour_ends = (from / hour + 1) * hour;
    const double an_hour = rides_an_hour(setup_, from);
    const Time at = an_hour > 0 ? from + traffic_.waiting(static_cast<double>(hour) / an_hour) : never;
    if (at < hour_ends) return agenda_.set(Due::arrival, at);
    from = hour_ends;
  }
}

void Crowd::arrive(Time now) {
  const Ride ride = draw_ride(setup_.building, hour_of_day(setup_, now), traffic_);
  come(ride.from, ride.to, ride.persons, now);
  next_arrival(now);
}

void Crowd::come(int from, int to, int persons, Time now) {
  for (int i = 0; i < persons; ++i) {
    const int kg = traffic_.between(45, 95);
    people_.push_back(
        {.from = from, .to = to, .kg = kg, .came_at = now, .presses_at = now + 1 + i * presses_again});
  }
  next_press(now);
  if (controller_.passable()) agenda_.sooner(Due::passage, now + first_step);
}

void Crowd::door_opened(Time now) {
  agenda_.set(Due::passage, now + first_step);
}

/// Whoever is there leaves, then whoever waits enters, one after the other.
void Crowd::pass(Time now) {
  agenda_.cancel(Due::passage);
  if (!controller_.passable()) return;
  const int here = machine_.car.landing(now);
  const int room = static_cast<int>(room_for * setup_.building.rated_load_kg) - load_kg();
  const auto leaves = [&](const Person& person) { return person.riding && person.to == here; };
  const auto enters = [&](const Person& person) {
    return !person.riding && person.from == here && person.kg <= room;
  };
  auto next = std::find_if(people_.begin(), people_.end(), leaves);
  if (next == people_.end()) next = std::find_if(people_.begin(), people_.end(), enters);
  if (next == people_.end()) return;
  passes(*next, now);
  if (!next->riding) people_.erase(next);
  terminals_.tell(Signal::load_kg, load_kg(), now);
  next_press(now);
  next_fidget(now);
  agenda_.set(Due::passage, now + manners_.between(quickest_passage, slowest_passage));
}

void Crowd::passes(Person& person, Time now) {
  person.riding = !person.riding;
  riding_ += person.riding ? 1 : -1;
  person.presses_at = now + manners_.between(finds_button, finds_button_late);
  terminals_.tell(Signal::door_obstructed, 1, now);
  agenda_.set(Due::curtain, now + curtain_broken);
  controller_.somebody_passes(now);
  presence_.moved(now);
}

void Crowd::curtain_free(Time now) {
  agenda_.cancel(Due::curtain);
  terminals_.tell(Signal::door_obstructed, 0, now);
}

void Crowd::next_fidget(Time now) {
  agenda_.set(Due::fidget, riding_ == 0 ? never : now + manners_.waiting(fidgets_each_ms / riding_));
}

void Crowd::fidget(Time now) {
  presence_.moved(now);
  next_fidget(now);
}

void Crowd::press(Time now) {
  if (now >= call_until_) {
    terminals_.tell(Signal::car_call, 0, now);
    call_until_ = never;
  }
  for (Person& person : people_)
    if (now >= person.presses_at) press(person, now);
  const auto gives_up = [&](const Person& person) {
    return !person.riding && now - person.came_at >= takes_stairs_after;
  };
  people_.erase(std::remove_if(people_.begin(), people_.end(), gives_up), people_.end());
  next_press(now);
}

void Crowd::press(Person& person, Time now) {
  person.presses_at = now + presses_again;
  if (!person.riding) return controller_.landing_call(person.from, now);
  if (!machine_.car.standing()) return;
  terminals_.tell(Signal::car_call, 1, now);
  call_until_ = now + call_shown;
  presence_.moved(now);
  controller_.car_call(person.to, now);
}

void Crowd::next_press(Time) {
  Time at = call_until_;
  for (const Person& person : people_) at = std::min(at, person.presses_at);
  agenda_.set(Due::button, at);
}

int Crowd::load_kg() const {
  int load = 0;
  for (const Person& person : people_) load += person.riding ? person.kg : 0;
  return load;
}

}  // namespace liftbox::worn
