#include "drivers/simulated/worn/director.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::worn {
namespace {

constexpr Time patience = 3 * hour;  // for the moment of an incident to come
constexpr Time quiet_between = 10 * minute;
constexpr Time no_more_before_end = 8 * hour;

}  // namespace

Director::Director(const Setup& setup, const Stage& stage, std::uint64_t seed)
    : setup_{setup}, stage_{stage}, dice_{seed, 12} {}

void Director::begin(Time now) {
  draw_all();
  stage_.technician.repairs([this](Time when) { mend(when); });
  next(now);
}

/// All dates at once, so that what happens to the lift does not change what is to come.
void Director::draw_all() {
  const Time end = setup_.days * day - no_more_before_end;
  for (const Setup::Rate& rate : setup_.rates) {
    if (rate.per_year <= 0) continue;
    Time at = dice_.waiting(year_ms / rate.per_year);
    for (; at < end; at += dice_.waiting(year_ms / rate.per_year)) drawn_.push_back({at, rate.incident});
  }
  for (const auto& [at, incident] : setup_.at) drawn_.push_back({at, incident});
  std::stable_sort(drawn_.begin(), drawn_.end(), [](const Due_& a, const Due_& b) { return a.at > b.at; });
}

void Director::next(Time now) {
  if (drawn_.empty()) return stage_.agenda.cancel(Due::incident);
  const bool undisturbed = !stage_.technician.busy() && stage_.machine.mains() && stage_.controller.serves();
  const Time soonest = undisturbed ? now : now + quiet_between;
  stage_.agenda.set(Due::incident, std::max(soonest, drawn_.back().at));
}

void Director::step(Time now) {
  stage_.agenda.cancel(Due::incident);
  switch (phase_) {
    case Phase::none: {
      const bool undisturbed =
          !stage_.technician.busy() && stage_.machine.mains() && stage_.controller.serves();
      if (!undisturbed) return next(now);
      const Incident incident = drawn_.back().incident;
      drawn_.pop_back();
      return take(incident, now);
    }
    case Phase::armed:
      return give_up(now);
    case Phase::aimed:
      return strike(now);
    case Phase::struck:
      return follow_up(now);
  }
}

void Director::take(Incident incident, Time now) {
  what_ = incident;
  phase_ = Phase::armed;
  not_before_ = now;
  vandal_was_here_ = false;
  stage_.chronicle.during(name(incident));
  stage_.agenda.set(Due::incident, now + patience);
  prepare(now);
  look(now);
}

void Director::give_up(Time now) {
  mend(now);
  over(now);
}

void Director::over(Time now) {
  if (what_ >= Incident::stop_in_fire_return && what_ <= Incident::stop_in_earthquake &&
      stage_.controller.mode() != Mode::inspection)
    stage_.controller.mode(Mode::normal, now);
  phase_ = Phase::none;
  then_ = nullptr;
  stage_.chronicle.during({});
  next(now + quiet_between);
}

/// Somebody must be there: the building sends them if it has nobody just then.
void Director::passengers(int persons, Time now) {
  const int landings = setup_.building.landings;
  const int there = dice_.between(2, landings);
  const bool up = dice_.chance(0.5);
  stage_.crowd.come(up ? 1 : there, up ? there : 1, persons, now);
}

void Director::prepare(Time now) {
  switch (what_) {
    case Incident::stop_several_persons:
      return passengers(dice_.between(3, 6), now);
    case Incident::stop_presence_dead:
      not_before_ = now + dice_.between(10 * minute, 2 * hour);
      return stage_.presence.dies(true, now);
    case Incident::overtravel:
      stage_.controller.runs_past(dice_.between(260, 420));
      break;
    case Incident::motor_without_movement:
      return stage_.controller.stalls(true);
    case Incident::bed_transport:
      return stage_.crowd.bed(now);
    default:
      break;
  }
  const Moment moment = moment_of(what_);
  if (moment != Moment::now && moment != Moment::idle_empty) passengers(dice_.chance(0.7) ? 1 : 2, now);
}

Director::Moment Director::moment_of(Incident incident) {
  switch (incident) {
    case Incident::shut_in_door_dead:
      return Moment::run_occupied;
    case Incident::shut_in_door_silent:
      return Moment::stop_occupied;
    case Incident::shut_in_no_start:
      return Moment::boarded;
    case Incident::empty_stop:
    case Incident::empty_stop_after_vandal:
    case Incident::door_does_not_open_empty:
      return Moment::run_empty;
    case Incident::power_cut_standing:
    case Incident::brake_slip:
    case Incident::restart_prevented:
    case Incident::brake_not_released:
      return Moment::idle_empty;
    case Incident::door_does_not_close:
    case Incident::door_held_by_furniture:
    case Incident::door_reopens:
    case Incident::unintended_movement:
      return Moment::door_open;
    case Incident::vandal_calls:
      return Moment::door_open_empty;
    case Incident::overspeed:
      return Moment::full_speed;
    case Incident::overtravel:
      return Moment::past_terminal;
    default:
      break;
  }
  if (incident <= Incident::short_stop || incident == Incident::power_cut_ard_fetches ||
      incident == Incident::door_opens_in_motion || incident == Incident::floor_count_lost ||
      incident == Incident::brake_drag || incident == Incident::brake_not_set ||
      incident == Incident::drifts_off_its_brake)
    return Moment::run_occupied;
  return Moment::now;
}

Director::Moment Director::moment() const {
  const bool waits_for_vandal = what_ == Incident::empty_stop_after_vandal && !vandal_was_here_;
  return waits_for_vandal ? Moment::door_open_empty : moment_of(what_);
}

bool Director::is_moment(Moment moment, Time now) const {
  const Machine& machine = stage_.machine;
  const Controller& controller = stage_.controller;
  const int riding = stage_.crowd.riding();
  const bool runs = controller.running() && !machine.car.standing() && machine.contactor() &&
                    controller.mode() != Mode::inspection;
  switch (moment) {
    case Moment::now:
      return true;
    case Moment::idle_empty:
      return controller.idle() && riding == 0;
    case Moment::run_occupied:
      return runs && riding > 0;
    case Moment::run_empty:
      return runs && riding == 0 && (what_ != Incident::door_does_not_open_empty || controller.will_open());
    case Moment::stop_occupied:
      return controller.halting() && riding > 0 && controller.will_open() && machine.shut_in_zone();
    case Moment::boarded:
      return controller.starting() && riding > 0 && machine.shut_in_zone();
    case Moment::door_open:
      return controller.dwelling() && machine.passable();
    case Moment::door_open_empty:
      return controller.dwelling() && machine.passable() && riding == 0;
    case Moment::full_speed:
      return runs && std::abs(machine.car.speed(now)) > 0.97 * setup_.building.rated_speed_mm_s;
    case Moment::past_terminal:
      return !machine.car.within_limits();
  }
  return false;
}

/// The moment has come: at once, or somewhere on this run.
void Director::look(Time now) {
  if (phase_ == Phase::armed && now >= not_before_ && is_moment(moment(), now)) aim(now);
}

void Director::aim(Time now) {
  const bool on_a_run = moment() == Moment::run_occupied || moment() == Moment::run_empty;
  if (moment() == Moment::door_open_empty && what_ == Incident::empty_stop_after_vandal) {
    vandal_was_here_ = true;
    return stage_.crowd.vandal(now);  // and now for the run that he has called for
  }
  phase_ = Phase::aimed;
  const Time stands = stage_.machine.car.stands_at();
  if (!on_a_run || stands == never || stands - now < 2 * second) return stage_.agenda.set(Due::incident, now);
  stage_.agenda.set(Due::incident, dice_.between(now + second / 2, stands - second));
}

void Director::mend(Time now) {
  Machine& machine = stage_.machine;
  if (what_ == Incident::stop_presence_dead) stage_.presence.dies(false, now);
  machine.break_chain(false, now);
  machine.break_lock(false, now);
  machine.door.is_repaired();
  machine.door.sill_blocked(false);
  free_brake(now);
  machine.car.counts(true, now);
  stage_.terminals.silence(Terminals::Silence::incident, false, now);
  stage_.controller.stalls(false);
  stage_.controller.runs_past(0);
  stage_.controller.watches_brake(true);
  stage_.controller.hang(false, now);
  if (stage_.controller.fault() != 0) stage_.controller.reset(now);
}

void Director::free_brake(Time now) {
  stage_.machine.brake.is_freed(now);
  for (Chronicle::Entry& arm : loose_arms_) stage_.chronicle.end(arm, now);
}

void Director::after(Time wait, Deed deed, Time now) {
  phase_ = Phase::struck;
  then_ = std::move(deed);
  stage_.agenda.set(Due::incident, now + wait);
}

void Director::follow_up(Time now) {
  const Deed deed = std::move(then_);
  then_ = nullptr;
  if (deed) deed(now);
  if (!then_) over(now);
}

void Director::lasts(Time wait, const char* kind, Chronicle::Facts facts, Deed undo, Time now) {
  const Chronicle::Entry entry =
      kind == nullptr ? Chronicle::none : stage_.chronicle.begin(kind, now, std::move(facts));
  lasting_.push_back({now + wait, entry, std::move(undo)});
  stage_.agenda.sooner(Due::undo, now + wait);
  over(now);
}

void Director::undo(Time now) {
  Time next = never;
  for (Lasting& lasting : lasting_) {
    if (lasting.until > now) {
      next = std::min(next, lasting.until);
      continue;
    }
    lasting.undo(now);
    stage_.chronicle.end(lasting.entry, now);
  }
  lasting_.erase(std::remove_if(lasting_.begin(), lasting_.end(),
                                [&](const Lasting& lasting) { return lasting.until <= now; }),
                 lasting_.end());
  stage_.agenda.set(Due::undo, next);
}

}  // namespace liftbox::worn
