#include "tests/eval/dues_faults.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "tests/eval/facts.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Is = worn::Signal;

constexpr Duration poll = 1s;
/// A fault of the brake is open until it has worked well again, which takes hours by night; and more of the
/// same is told with it.
constexpr Duration brake_mended = 24h;

Moment from(const worn::Truth& truth) {
  return at(truth.from_ms);
}
Moment upto(const worn::Truth& truth) {
  return at(truth.upto_ms);
}
bool in_inspection(const worn::Truth& truth) {
  return fact(truth, "mode") == inspection;
}

struct Mode {
  std::string_view truth;
  EventType type;
};
constexpr std::array modes{Mode{"out_of_service", EventType::mode_out_of_service},
                           Mode{"inspection", EventType::mode_inspection},
                           Mode{"fire_return", EventType::mode_fire_return},
                           Mode{"firefighter", EventType::mode_firefighter},
                           Mode{"emergency_power", EventType::mode_emergency_power},
                           Mode{"earthquake", EventType::mode_earthquake}};

/// One lift's life, from the first truth to the last.
class Life {
 public:
  Life(const worn::Setup& setup, const std::vector<worn::Truth>& truths)
      : setup_{setup}, sight_{setup.wiring, truths} {
    for (const worn::Truth& truth : truths) in_order_.push_back(&truth);
    std::stable_sort(in_order_.begin(), in_order_.end(),
                     [](const auto* a, const auto* b) { return a->from_ms < b->from_ms; });
    for (const worn::Truth* truth : in_order_) remember(*truth);
  }

  std::vector<Due> dues() {
    for (const worn::Truth* truth : in_order_) {
      of_doors(*truth);
      of_the_car(*truth);
      of_the_controller(*truth);
      of_the_brake(*truth);
      of_modes(*truth);
      of_sensors(*truth);
    }
    return std::move(dues_);
  }

 private:
  void remember(const worn::Truth& truth) {
    const auto* const mode =
        std::find_if(modes.begin(), modes.end(), [&](const Mode& one) { return one.truth == truth.kind; });
    if (mode != modes.end()) {
      other_mode_.add(from(truth), upto(truth));
      mode_begins_.push_back(from(truth));
    }
    if (truth.kind == "inspection") inspection_.add(from(truth), upto(truth) + poll);
    if (truth.kind == "mains_lost") mains_lost_.add(from(truth), upto(truth) + poll);
    if (truth.kind == "safety_chain_open" || truth.kind == "moves_with_open_door")
      chain_.add(from(truth) - poll, upto(truth) + poll);
    if (truth.kind == "moves_with_open_door") open_movement_.add(from(truth), upto(truth) + poll);
  }

  /// It may be said from then on; where `when` is a moment, it must be said then. `again_after`: so long
  /// after its end it is still open, and not said again.
  Due& say(const worn::Truth& truth, EventType type, Moment when, Duration again_after = {}) {
    Moment& open_until = open_until_.try_emplace(type, long_ago).first->second;
    if (from(truth) <= open_until) when = never;
    open_until = std::max(open_until, upto(truth) + again_after);
    return dues_.emplace_back(
        Due{.type = type, .kind = truth.cause, .from = from(truth), .at = when, .until = upto(truth) + poll});
  }

  Due& may_say(const worn::Truth& truth, EventType type) {
    return dues_.emplace_back(
        Due{.type = type, .kind = truth.cause, .from = from(truth), .until = upto(truth) + poll});
  }

  void of_doors(const worn::Truth& truth) {
    if (truth.kind == "door_open_long") door_stays_open(truth);
    if (truth.kind == "door_does_not_open") door_stays_shut(truth);
    if (truth.kind == "held" && is(truth, "persons"))  // it may be brought to a landing
      may_say(truth, EventType::door_open_fault);
    if (truth.kind != "moves_with_open_door") return;
    may_say(truth, EventType::safety_chain_open).until = upto(truth) + 30s;
    if (!is(truth, "began_open")) return door_opens_in_motion(truth);
    const auto outside = fact(truth, "outside_zone_ms");
    const Moment left = at(outside.value_or(0));
    const bool seen = outside && is(truth, "in_zone") && upto(truth) >= left + 500ms &&
                      sight_.clear(from(truth) - 10s, left + patience,
                                   {Is::door_zone, Is::door_closed, Is::door_locked, Is::car_moving});
    say(truth, EventType::unintended_movement, seen ? left + 200ms : never, 1min).until = upto(truth) + 3s;
  }

  void door_stays_open(const worn::Truth& truth) {
    constexpr int sixth = 6;
    Moment when = never;
    if (const auto sign = fact(truth, "plain_sign_ms")) when = at(*sign) + 180s;
    int reopenings = 0;
    for (const auto& [name, value] : truth.facts)
      if (name == "open_again_ms" && ++reopenings == sixth) when = std::min(when, at(value));
    const bool seen = when + poll < upto(truth) && !other_mode_.touch(from(truth) - 1s, when) &&
                      sight_.clear(from(truth) - 10s, when + patience,
                                   {Is::door_zone, Is::door_closed, Is::door_open, Is::service_mode,
                                    Is::door_close_command, Is::car_call, Is::door_obstructed});
    Due& due = say(truth, EventType::door_close_fault, seen ? when : never, 6s);
    due.until = upto(truth) + 6s;
    due.soonest = from(truth) + 180s;  // by a sign that a poll may have missed
    if (reopenings >= sixth) due.soonest = when;
  }

  /// By the command, which the controller gives for twelve seconds; with somebody in it maybe sooner.
  void door_stays_shut(const worn::Truth& truth) {
    const Moment stopped = at(fact(truth, "stopped_ms").value_or(0));
    const Moment shut = at(fact(truth, "shut_ms").value_or(0));
    const Moment gave_up = at(fact(truth, "gave_up_ms").value_or(truth.upto_ms));
    const Moment when = from(truth) + 10s;
    const bool seen = stopped - shut >= 8s && std::min(gave_up, upto(truth)) > when + poll &&
                      !inspection_.touch(stopped, when) &&
                      sight_.clear(shut - 10s, when + patience,
                                   {Is::door_zone, Is::door_closed, Is::door_open_command, Is::car_moving});
    Due& due = say(truth, EventType::door_open_fault, seen ? when : never);
    due.from = std::min(stopped, from(truth));
    due.soonest = due.from;
  }

  void door_opens_in_motion(const worn::Truth& truth) {
    constexpr int still_fast_at_the_poll = 2200;
    const bool seen =
        fact(truth, "began_mm_s").value_or(0) >= still_fast_at_the_poll && !in_inspection(truth) &&
        sight_.clear(from(truth) - 10s, from(truth) + 3s, {Is::door_closed, Is::car_moving, Is::car_speed});
    say(truth, EventType::door_open_while_moving, seen ? from(truth) + 200ms : never, 1min).until =
        upto(truth) + 3s;
  }

  void of_the_car(const worn::Truth& truth) {
    if (truth.kind == "driven_without_movement") return driven(truth);
    if (truth.kind == "floor_count_lost") {
      const bool seen = upto(truth) - from(truth) >= 5s &&
                        !inspection_.touch(from(truth), from(truth) + 5s) &&
                        sight_.clear(from(truth) - 10s, from(truth) + 5s, {Is::floor, Is::car_moving});
      say(truth, EventType::position_lost, seen ? from(truth) + 3s : never, 30min).until = upto(truth) + 10s;
    }
    if (truth.kind != "safety_chain_open") return;
    const bool stops_outside = fact(truth, "stood_in_zone") == 0;
    const bool seen =
        is(truth, "moving") && is(truth, "shut") && !open_movement_.touch(from(truth), from(truth)) &&
        stops_outside && !in_inspection(truth) && upto(truth) - from(truth) >= 3s &&
        sight_.clear(from(truth) - 10s, from(truth) + 3s,
                     {Is::safety_chain, Is::door_zone, Is::door_closed, Is::car_moving, Is::service_mode});
    say(truth, EventType::safety_chain_open, seen ? from(truth) + 200ms : never, 10s).until =
        upto(truth) + 3s;
  }

  void driven(const worn::Truth& truth) {
    const bool judged =
        !in_inspection(truth) && sight_.clear(from(truth) - 10s, upto(truth) + patience,
                                              {Is::run_contactor, Is::floor, Is::door_zone, Is::car_moving});
    const Moment limited = from(truth) + 45s;
    Due& limiter = say(truth, EventType::run_time_limiter,
                       judged && limited + poll < upto(truth) ? limited : never, 10s);
    limiter.soonest = from(truth) + 20s;  // where the full travel has been learned
    const Moment prevented = from(truth) + 10s;
    say_prevented(truth, prevented, judged);
  }

  /// It is open until the next run, and not said again before.
  void say_prevented(const worn::Truth& truth, Moment when, bool seen) {
    const bool lasts = when + poll < upto(truth);
    const bool still_open = at(fact(truth, "last_run_ms").value_or(0)) <= prevented_;
    Due& due = may_say(truth, EventType::restart_prevented);
    if (lasts && seen && !still_open) due.at = when;
    if (upto(truth) + poll >= when) prevented_ = when;
  }

  void of_the_controller(const worn::Truth& truth) {
    if (truth.kind != "controller_fault") return;
    const Moment stands =
        is(truth, "moving") ? at(fact(truth, "stood_ms").value_or(truth.upto_ms)) : from(truth);
    const Moment when = stands + 10s;
    const bool swallowed = chain_.touch(from(truth), when);
    const bool seen =
        !swallowed && !inspection_.touch(from(truth), when) &&
        sight_.clear(from(truth) - 10s, when + patience, {Is::controller_fault, Is::car_moving});
    say_prevented(truth, when, seen);
  }

  void of_the_brake(const worn::Truth& truth) {
    if (truth.kind == "moves_on_brake") return slips(truth);
    const bool set = truth.kind == "brake_arm_set";
    if (!set && truth.kind != "brake_arm_released") return;
    const Moment when = from(truth) + 1s;
    const bool by_hand =
        inspection_.touch(from(truth) - 5s, when) || mains_lost_.touch(from(truth) - 5s, when);
    const bool seen = !is(truth, "dropped") && !by_hand && upto(truth) > when + contacts &&
                      sight_.clear(from(truth) - 10s, when + patience,
                                   {Is::brake_command, Is::brake_1_released, Is::brake_2_released});
    say(truth, set ? EventType::brake_not_released : EventType::brake_not_set, seen ? when : never,
        brake_mended);
    may_say(truth, EventType::brake_drag);
  }

  void slips(const worn::Truth& truth) {
    const Moment when = from(truth) + (is(truth, "stood") ? 200ms : 1200ms);
    const bool judged = !other_mode_.touch(from(truth), when) && !mains_lost_.touch(from(truth), when);
    const bool seen = judged && upto(truth) > when + poll + 200ms &&
                      sight_.clear(from(truth) - 10s, when + patience,
                                   {Is::brake_command, Is::brake_1_released, Is::brake_2_released,
                                    Is::car_moving, Is::service_mode});
    say(truth, EventType::brake_slip, seen ? when : never, brake_mended);
  }

  void of_modes(const worn::Truth& truth) {
    for (const Mode& mode : modes) {
      if (mode.truth != truth.kind) continue;
      changes_mode(truth, mode.type, from(truth), upto(truth));
      const Moment next = next_mode(truth);
      changes_mode(truth, EventType::mode_normal, upto(truth), next);
    }
    if (truth.kind != "out_of_service") return;
    const Moment when = from(truth) + 24h;  // the last run was before
    const bool seen = when + 1min < upto(truth) && sight_.clear(from(truth) - 24h, when, {Is::car_moving});
    say(truth, EventType::prolonged_outage, seen ? when : never, 1h).soonest = when - 2h;
  }

  void changes_mode(const worn::Truth& truth, EventType type, Moment changed, Moment again) {
    const Moment when = changed + 1s;
    const bool seen =
        again - changed >= 4s && sight_.clear(changed - 10s, when + patience, {Is::service_mode});
    dues_.push_back({.type = type,
                     .kind = truth.cause,
                     .from = changed,
                     .at = seen ? when : never,
                     .until = seen ? again : again + 24h});
  }

  Moment next_mode(const worn::Truth& truth) const {
    const auto next = std::lower_bound(mode_begins_.begin(), mode_begins_.end(), upto(truth));
    return next == mode_begins_.end() ? end_of(setup_) : *next;
  }

  /// When they are due is told by `sensor_dues`; here, until when they may be said.
  void of_sensors(const worn::Truth& truth) {
    if (!sight_.lies(from(truth), from(truth))) return;
    for (const EventType type :
         {EventType::sensor_conflict, EventType::sensor_stuck, EventType::sensor_bouncing})
      may_say(truth, type).until = upto(truth) + 1h;
    if (!sight_.clear(from(truth), from(truth), {Is::floor}))
      may_say(truth, EventType::position_lost).until = upto(truth) + 1min;
  }

  const worn::Setup& setup_;
  Sight sight_;
  Spans other_mode_;
  Spans inspection_;
  Spans mains_lost_;
  Spans chain_;
  Spans open_movement_;
  std::vector<const worn::Truth*> in_order_;
  std::vector<Moment> mode_begins_;  ///< in order
  std::map<EventType, Moment> open_until_;
  Moment prevented_ = long_ago;  ///< from running again, the last time
  std::vector<Due> dues_;
};

}  // namespace

std::vector<Due> fault_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  return Life{setup, truths}.dues();
}

}  // namespace liftbox::eval
