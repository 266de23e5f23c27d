#include "drivers/simulated/worn/witness.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace liftbox::worn {
namespace {

// Shorter than this is no story: a lift takes a moment to start, and a door to open.
constexpr Time held_in_zone = 5 * second;
constexpr Time held_outside = second;
constexpr Time long_open = 90 * second;
constexpr int many_reopenings = 3;
constexpr Time plain_sign = 1500;
constexpr Time long_shut = 6 * second;
constexpr double fastest_levelling_mm_s = 50;
constexpr Time long_driven = 5 * second;
constexpr Time long_apart = 800;
constexpr Time dropped_apart = 50;
constexpr Time long_braked = 200;
constexpr Time long_enough_to_run = 3 * second;

}  // namespace

Witness::Witness(const Machine& machine, const Controller& controller, const Crowd& crowd,
                 const Terminals& terminals, Chronicle& chronicle)
    : machine_{machine},
      controller_{controller},
      crowd_{crowd},
      terminals_{terminals},
      chronicle_{chronicle} {}

Witness::Seen Witness::see() const {
  return {.moving = !machine_.car.standing(),
          .call = terminals_.truth(Signal::car_call) != 0,
          .open_command = terminals_.truth(Signal::door_open_command) != 0,
          .alarm = terminals_.truth(Signal::alarm_button) != 0,
          .mains = machine_.mains(),
          .bus = terminals_.bus_answers(),
          .mode = controller_.mode(),
          .fault = controller_.fault(),
          .riding = crowd_.riding(),
          .door_open = terminals_.truth(Signal::door_open) != 0,
          .shut = machine_.door.closed(),
          .close_command = terminals_.truth(Signal::door_close_command) != 0,
          .obstructed = terminals_.truth(Signal::door_obstructed) != 0,
          .knows_floor = terminals_.truth(Signal::floor) != 0,
          .coil = machine_.brake.energised()};
}

void Witness::look(Time now) {
  const Seen is = see();
  journey(is, now);
  held(is, now);
  buttons(is, now);
  service(is, now);
  comes_to_rest(is, now);
  what_sensors_miss(is, now);
  movement(now);
  brake(is, now);
  stays_open(is, now);
  stays_shut(now);
  was_ = is;
}

void Witness::end(Time now) {
  tell_open(now);
  chronicle_.end_all(now);
}

Chronicle::Facts Witness::where(Time now) const {
  return {{"moving", !machine_.car.standing()}, {"in_zone", machine_.car.in_zone()},
          {"shut", machine_.door.closed()},     {"floor", machine_.car.landing(now)},
          {"persons", crowd_.riding()},         {"mode", static_cast<int>(controller_.mode())}};
}

void Witness::lasts(While& it, Time now) const {
  if (it.since == never) it = {.since = now};
  if (!chronicle_.cause().empty()) it.cause = chronicle_.cause();
}

void Witness::record(const char* fact, std::int64_t value) {
  journey_.emplace_back(fact, value);
  chronicle_.note(held_.entry, fact, value);
}

/// What happens on a journey, from door to door; it is kept for the case that it ends badly.
void Witness::journey(const Seen& is, Time now) {
  const bool at_open_door =
      machine_.car.in_zone() && !machine_.door.closed() && held_.entry == Chronicle::none;
  if (at_open_door) journey_.clear();
  if (is.call && !was_.call) record("call_ms", now);
  if (is.open_command != was_.open_command)
    record(is.open_command ? "open_command_ms" : "open_command_upto_ms", now);
  if (is.alarm != was_.alarm) record(is.alarm ? "alarm_ms" : "alarm_upto_ms", now);
  if (is.mains != was_.mains) record(is.mains ? "mains_back_ms" : "mains_lost_ms", now);
  if (is.bus != was_.bus) record(is.bus ? "bus_back_ms" : "bus_silent_ms", now);
  if (is.moving != was_.moving) record(is.moving ? "moved_ms" : "stood_ms", now);
  if (was_.moving && !is.moving) record("stood_in_zone", machine_.car.in_zone());
  if (is.mode != was_.mode) {
    record("mode_ms", now);
    record("mode", static_cast<int>(is.mode));
  }
  if (is.fault != was_.fault && is.fault != 0) record("fault_ms", now);
}

bool Witness::could_get_out() const {
  return machine_.car.in_zone() && controller_.alive() && machine_.mains() && !machine_.door.dead() &&
         controller_.fault() == 0;
}

void Witness::held(const Seen& is, Time now) {
  const Time confined = machine_.confined_since();
  const bool outside = machine_.outside_zone();
  const bool is_held = confined != never && (is.riding > 0 || outside);
  if (held_.entry == Chronicle::none) {
    if (held_.since != never &&
        now - held_.since >= (persons_held_ && !outside ? held_in_zone : held_outside))
      begin_held(now);
    else if (!is_held)
      held_.since = never;
    else if (held_.since == never) {
      held_.since = confined;
      persons_held_ = is.riding > 0;
      could_get_out_ = could_get_out();
    }
    if (held_.entry == Chronicle::none) return;
  }
  could_get_out_ = could_get_out_ && (is.moving || could_get_out());
  const bool door_open_in_zone = machine_.car.standing() && machine_.car.in_zone() && !machine_.door.closed();
  if (!persons_held_ && is.riding == 0 && machine_.car.in_zone() && machine_.car.standing())
    end_held("in_zone_ms", now);
  else if (persons_held_ && door_open_in_zone)
    end_held("door_open_in_zone_ms", now);
  else if (persons_held_ && is.riding == 0)
    end_held("taken_out_ms", now);
}

void Witness::begin_held(Time) {
  Chronicle::Facts facts{
      {"persons", crowd_.riding()},
      {"load_kg", crowd_.load_kg()},
      {"outside_zone", !machine_.car.in_zone()},
      {"mode_then", static_cast<int>(controller_.mode())},
      {"mains", machine_.mains()},
      {"bus", terminals_.bus_answers()},
      {"stopped_ms",
       machine_.car.stands_at() == never ? held_.since : std::min(machine_.car.stands_at(), held_.since)},
      {"shut_ms", machine_.door.shut_at()}};
  facts.insert(facts.end(), journey_.begin(), journey_.end());
  held_.entry = chronicle_.begin("held", held_.since, std::move(facts));
}

void Witness::end_held(const char* how, Time now) {
  chronicle_.note(held_.entry, how, now);
  chronicle_.note(held_.entry, "could_get_out", could_get_out_);
  chronicle_.end(held_.entry, now);
  held_.since = never;
}

void Witness::buttons(const Seen& is, Time now) {
  if (is.alarm && !was_.alarm) {
    alarm_ = chronicle_.begin("alarm_press", now, where(now));
    if (!is.moving) chronicle_.note(alarm_, "stopped_ms", machine_.car.stands_at());
    if (is.shut) chronicle_.note(alarm_, "shut_since_ms", machine_.door.shut_at());
    door_opened_in_press_ = false;
  }
  if (is.alarm && !machine_.door.closed() && !std::exchange(door_opened_in_press_, true))
    chronicle_.note(alarm_, "opened_ms", now);
  if (is.alarm && is.shut && !was_.shut) chronicle_.note(alarm_, "shut_ms", now);
  if (is.alarm && is.moving && !was_.moving) chronicle_.note(alarm_, "moved_ms", now);
  if (!is.alarm && was_.alarm) chronicle_.end(alarm_, now);
}

void Witness::service(const Seen& is, Time now) {
  if (is.mode != was_.mode) {
    chronicle_.end(mode_, now);
    if (is.mode != Mode::normal) mode_ = chronicle_.begin(name(is.mode), now, where(now));
  }
  if (is.knows_floor != was_.knows_floor) {
    chronicle_.end(floor_, now);
    if (!is.knows_floor) floor_ = chronicle_.begin("floor_count_lost", now, where(now));
  }
  if (is.fault != was_.fault) {
    chronicle_.end(fault_, now);
    if (is.fault != 0) {
      fault_ = chronicle_.begin("controller_fault", now, where(now));
      chronicle_.note(fault_, "code", is.fault);
      chronicle_.note(fault_, "last_run_ms", last_run_);
    }
  }
  const bool broken = machine_.chain_broken() || machine_.lock_broken();
  if (broken == (chain_ != Chronicle::none)) return;
  if (broken)
    chain_ = chronicle_.begin("safety_chain_open", now, where(now));
  else
    chronicle_.end(chain_, now);
}

/// What stopped the car, and where it left it.
void Witness::comes_to_rest(const Seen& is, Time now) {
  if (is.moving && !was_.moving) moved_ = now;
  if (is.moving || !was_.moving) return;
  if (now - moved_ >= long_enough_to_run) last_run_ = now;
  for (const Chronicle::Entry entry : {fault_, chain_}) {
    chronicle_.note(entry, "stood_ms", machine_.car.stands_at());
    chronicle_.note(entry, "stood_in_zone", machine_.car.in_zone());
  }
}

void Witness::movement(Time now) {
  const bool limit = !machine_.car.within_limits();
  if (limit && limit_ == Chronicle::none)
    limit_ = chronicle_.begin(machine_.car.cell().limit_top ? "overtravel_top" : "overtravel_bottom", now,
                              where(now));
  if (!limit) chronicle_.end(limit_, now);

  const bool open_movement = !machine_.car.standing() && !machine_.door.closed();
  if (open_movement && open_movement_ == Chronicle::none) {
    open_movement_ = chronicle_.begin("moves_with_open_door", now, where(now));
    chronicle_.note(open_movement_, "began_open", !was_.moving);
    chronicle_.note(open_movement_, "began_mm_s", std::lround(std::abs(machine_.car.speed(now))));
    left_zone_ = false;
    top_speed_ = 0;
  }
  if (open_movement) {
    top_speed_ = std::max(top_speed_, std::abs(machine_.car.speed(now)));
    if (!left_zone_ && !machine_.car.in_zone()) {
      left_zone_ = true;
      chronicle_.note(open_movement_, "outside_zone_ms", now);
    }
  } else if (open_movement_ != Chronicle::none) {
    chronicle_.note(open_movement_, "speed_mm_s", std::lround(top_speed_));
    left_zone_ || top_speed_ > fastest_levelling_mm_s ? chronicle_.end(open_movement_, now)
                                                      : chronicle_.discard(open_movement_);
  }

  const bool driven = machine_.contactor() && machine_.brake.all_released() && machine_.car.standing();
  if (driven) return lasts(driven_, now);
  if (driven_.since != never && now - driven_.since >= long_driven) tell_driven(now);
  driven_.since = never;
}

void Witness::brake(const Seen& is, Time now) {
  for (std::size_t i = 0; i < Brake::arms; ++i) arm(i, is, now);
  if (is.moving && !is.coil && machine_.brake.all_set()) {
    if (braked_.since == never) {
      braked_facts_ = where(now);
      braked_facts_.emplace_back("stood", !was_.moving);
    }
    return lasts(braked_, now);
  }
  if (braked_.since != never && now - braked_.since >= long_braked)
    chronicle_.happened("moves_on_brake", braked_.cause, braked_.since, now, braked_facts_);
  braked_ = {};
}

/// Later than healthy arms are, or elsewhere than it was while the coil is as it was.
void Witness::arm(std::size_t arm, const Seen& is, Time now) {
  Arm& of = arms_.at(arm);
  While& apart = of.apart;
  const bool is_apart = machine_.brake.released(arm) != is.coil;
  const bool coil_changed = is.coil != was_.coil;
  if (apart.since != never && (!is_apart || coil_changed)) {
    if (now - apart.since >= (of.dropped ? dropped_apart : long_apart))
      chronicle_.happened(was_.coil ? "brake_arm_set" : "brake_arm_released", apart.cause, apart.since, now,
                          of.facts);
    apart = {};
  }
  if (!is_apart) return;
  if (apart.since == never) {
    of.dropped = !coil_changed;
    of.facts = where(now);
    of.facts.emplace_back("arm", arm + 1);
    of.facts.emplace_back("dropped", of.dropped);
  }
  lasts(apart, now);
}

/// A door that stays open long at a landing, or opens again and again. The car may be levelled meanwhile.
void Witness::stays_open(const Seen& is, Time now) {
  const bool arrived = open_.since != never || machine_.car.standing();
  const bool open = arrived && machine_.car.in_zone() && !machine_.door.closed();
  if (!open) return tell_open(now);
  if (open_.since == never) {
    open_facts_ = {{"persons", is.riding}, {"mode", static_cast<int>(is.mode)}};
    reopenings_ = 0;
    sign_ = never;
    plain_ = false;
  }
  lasts(open_, now);
  if (is.door_open && !was_.door_open && open_facts_.size() > 2) {
    ++reopenings_;
    open_facts_.emplace_back("open_again_ms", now);
  }
  should_shut(is, now);
}

void Witness::should_shut(const Seen& is, Time now) {
  const bool leaves_open = was_.door_open && !is.door_open;
  const bool sign = is.close_command || is.obstructed || is.call;
  if ((sign || leaves_open) && open_facts_.size() == 2) open_facts_.emplace_back("should_close_ms", now);
  if (sign_ != never && !sign && !plain_ && now - sign_ >= plain_sign) note_plain(sign_);
  if (leaves_open && !plain_) note_plain(now);
  if (!sign)
    sign_ = never;
  else if (sign_ == never)
    sign_ = now;
}

void Witness::tell_driven(Time now) {
  Chronicle::Facts facts = where(now);
  facts.emplace_back("last_run_ms", last_run_);
  chronicle_.happened("driven_without_movement", driven_.cause, driven_.since, now, std::move(facts));
}

void Witness::note_plain(Time sign) {
  plain_ = true;
  open_facts_.emplace_back("plain_sign_ms", sign);
}

void Witness::tell_open(Time now) {
  if (open_.since != never && (now - open_.since >= long_open || reopenings_ >= many_reopenings)) {
    if (!plain_ && sign_ != never && now - sign_ >= plain_sign) note_plain(sign_);
    Chronicle::Facts facts = open_facts_;
    facts.emplace_back("reopenings", reopenings_);
    facts.emplace_back("shut", machine_.door.closed());
    chronicle_.happened("door_open_long", open_.cause, open_.since, now, std::move(facts));
  }
  open_.since = never;
}

/// A door that is asked to open at a landing, and does not.
void Witness::stays_shut(Time now) {
  const bool asked = machine_.shut_in_zone() && controller_.opening();
  const bool still_shut = machine_.shut_in_zone() && asked_.since != never;
  if (asked && asked_.since == never) asked_.since = now;
  if (asked || still_shut) {
    if (asked_.entry == Chronicle::none && now - asked_.since >= long_shut) {
      Chronicle::Facts facts = where(now);
      facts.emplace_back("stopped_ms", machine_.car.stands_at());
      facts.emplace_back("shut_ms", machine_.door.shut_at());
      asked_.entry = chronicle_.begin("door_does_not_open", asked_.since, std::move(facts));
      gave_up_ = false;
    }
    if (asked_.entry != Chronicle::none && !controller_.opening() && !std::exchange(gave_up_, true))
      chronicle_.note(asked_.entry, "gave_up_ms", now);
    return;
  }
  chronicle_.end(asked_.entry, now);
  asked_.since = never;
}

}  // namespace liftbox::worn
