#include "drivers/simulated/worn/crowd.hpp"

#include <algorithm>

#include "drivers/simulated/worn/noise.hpp"
#include "drivers/simulated/worn/traffic.hpp"

namespace liftbox::worn {
namespace {

namespace habit = noise::people;
constexpr Time first_step = 300;
constexpr Time quickest_passage = 600;
constexpr Time slowest_passage = 1600;
constexpr Time bed_passage = 9 * second;
constexpr Time finds_button = 800;
constexpr Time finds_button_late = 2500;
constexpr Time curtain_broken = 450;
constexpr double room_for = 0.8;    // of the rated load
constexpr double usual_bed = 0.12;  // of the rides in a hospital

}  // namespace

Crowd::Crowd(const Setup& setup, Machine& machine, Controller& controller, Presence& presence, LoadCell& load,
             Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : setup_{setup},
      machine_{machine},
      controller_{controller},
      presence_{presence},
      load_{load},
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
  while (from < setup_.days * day) {
    const Time hour_ends = (from / hour + 1) * hour;
    const double an_hour = rides_an_hour(setup_, from);
    const Time at = an_hour > 0 ? from + traffic_.waiting(static_cast<double>(hour) / an_hour) : never;
    if (at < hour_ends) return agenda_.set(Due::arrival, at);
    from = hour_ends;
  }
  agenda_.cancel(Due::arrival);
}

void Crowd::arrive(Time now) {
  const Ride ride = draw_ride(setup_.building, hour_of_day(setup_, now), traffic_);
  come(ride.from, ride.to, ride.persons, now);
  if (setup_.building.traffic == Traffic::hospital && traffic_.chance(usual_bed)) {
    people_.back().slow = true;
    people_.back().kg += 120;
  }
  next_arrival(now);
}

/// A bed and who pushes it.
void Crowd::bed(Time now) {
  constexpr int bed_kg = 120;
  const int to = traffic_.between(2, setup_.building.landings);
  come(1, to, 2, now);
  people_.back().slow = true;
  people_.back().kg += bed_kg;
}

Person Crowd::person(int from, int to, Time now) {
  Person person{.from = from, .to = to, .kg = traffic_.between(45, 95), .came_at = now};
  person.still = traffic_.chance(habit::stands_still);
  person.presses_alarm = !traffic_.chance(habit::never_presses_alarm);
  person.patience = traffic_.waiting(habit::patience_ms);
  return person;
}

void Crowd::come(int from, int to, int persons, Time now) {
  for (int i = 0; i < persons; ++i) {
    people_.push_back(person(from, to, now));
    people_.back().presses_at = now + 1 + i * presses_again;
  }
  next_press();
  door_opened(now);
}

void Crowd::door_opened(Time now) {
  if (machine_.passable()) agenda_.sooner(Due::passage, now + first_step);
}

/// Whoever is there leaves, then whoever waits enters, one after the other.
void Crowd::pass(Time now) {
  agenda_.cancel(Due::passage);
  if (!machine_.passable()) return;
  const int here = machine_.car.landing(now);
  const int room = static_cast<int>(room_for * setup_.building.rated_load_kg) - load_kg();
  const bool serves = controller_.serves();
  const auto leaves = [&](const Person& person) {
    return person.riding && (person.to == here || person.fed_up || !serves);
  };
  const auto enters = [&](const Person& person) {
    return serves && !person.riding && person.from == here && person.kg <= room;
  };
  auto next = std::find_if(people_.begin(), people_.end(), leaves);
  if (next == people_.end()) next = std::find_if(people_.begin(), people_.end(), enters);
  if (next == people_.end()) return;
  const bool slow = next->slow;
  passes(static_cast<std::size_t>(next - people_.begin()), now);
  const Time takes = manners_.between(quickest_passage, slowest_passage);
  agenda_.set(Due::passage, now + (slow ? bed_passage + takes : takes));
  if (slow) hold_door(bed_passage, now);
}

void Crowd::passes(std::size_t who, Time now) {
  Person& person = people_.at(who);
  person.riding = !person.riding;
  riding_ += person.riding ? 1 : -1;
  person.presses_at = now + manners_.between(finds_button, finds_button_late);
  if (setup_.noise && manners_.one_in(habit::daydreams_one_in))
    person.presses_at += manners_.skewed(habit::daydreams_ms, 0.6);
  if (!person.riding) {
    if (setup_.noise && manners_.chance(habit::leaves_something))
      luggage_kg_ = manners_.between(5, 25);
    else if (luggage_kg_ > 0 && manners_.chance(0.5))
      luggage_kg_ = 0;
    people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(who));
  }
  load_.weigh(load_kg(), now);
  hold_door(curtain_broken, now);
  controller_.somebody_passes(now);
  presence_.passage(now);
  next_press();
  next_fidget(now);
}

void Crowd::hold_door(Time lasting, Time now) {
  terminals_.tell(Signal::door_obstructed, 1, now);
  curtain_until_ = curtain_until_ == never ? now + lasting : std::max(curtain_until_, now + lasting);
  agenda_.set(Due::curtain, curtain_until_);
  controller_.curtain(true, now);
}

void Crowd::curtain_free(Time now) {
  agenda_.cancel(Due::curtain);
  curtain_until_ = never;
  terminals_.tell(Signal::door_obstructed, 0, now);
  controller_.curtain(false, now);
}

/// The door begins to close: somebody is late, or holds it.
void Crowd::door_closes(Time now) {
  if (!setup_.noise) return;
  const double dirt = noise::door::reopens_more_a_year * machine_.door.years_of_dirt(now);
  if (!manners_.chance(noise::door::reopens_a_cycle + noise::door::held_open + dirt)) return;
  const Time closes_at = machine_.door.closes_at();
  agenda_.set(Due::obstacle, now + (closes_at - now) * manners_.between(20, 90) / 100);
}

void Crowd::into_the_way(Time now) {
  agenda_.cancel(Due::obstacle);
  if (!machine_.door.closing()) return;
  const double holds = noise::door::held_open / (noise::door::held_open + noise::door::reopens_a_cycle);
  hold_door(manners_.chance(holds) ? manners_.skewed(noise::door::held_for_ms, 0.8) : curtain_broken, now);
}

void Crowd::next_fidget(Time now) {
  const int awake = static_cast<int>(
      std::count_if(people_.begin(), people_.end(), [](const Person& p) { return p.riding && !p.still; }));
  const int still = riding_ - awake;
  const double rate = (awake + staff_) / habit::fidgets_each_ms + still / habit::still_each_ms;
  agenda_.set(Due::fidget, rate > 0 ? now + manners_.waiting(1 / rate) : never);
}

void Crowd::fidget(Time now) {
  presence_.movement(now);
  next_fidget(now);
}

bool Crowd::take_one_out(Time now) {
  const auto next =
      std::find_if(people_.begin(), people_.end(), [](const Person& person) { return person.riding; });
  if (next == people_.end()) return false;
  passes(static_cast<std::size_t>(next - people_.begin()), now);
  return true;
}

void Crowd::staff(int persons, Time now) {
  staff_ = persons;
  load_.weigh(load_kg(), now);
  presence_.passage(now);
  next_fidget(now);
}

int Crowd::load_kg() const {
  constexpr int with_tools = 85;
  int load = luggage_kg_ + staff_ * with_tools;
  for (const Person& person : people_) load += person.riding ? person.kg : 0;
  return load;
}

}  // namespace liftbox::worn
