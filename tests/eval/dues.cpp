#include "tests/eval/dues.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "tests/eval/dues_box.hpp"
#include "tests/eval/dues_clock.hpp"
#include "tests/eval/dues_faults.hpp"
#include "tests/eval/dues_sensors.hpp"
#include "tests/eval/dues_visits.hpp"
#include "tests/eval/facts.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Is = worn::Signal;

/// A brake is warned of some time before its hard limit: told of by `brakes`, not here.
constexpr Duration days_enough = 24h * 3650;

/// What is raised once something has lasted, and nothing more has to be known
/// of it.
struct Row {
  std::string_view truth;
  EventType type;
  std::optional<worn::Signal> seen_by;
  Duration limit;
  Duration lingers;     ///< so long after its end it may still be told: polls, contacts
  Duration open_for{};  ///< so long after its end it is still open, and not raised anew
};
constexpr std::array rows{
    Row{"mains_lost", EventType::mains_lost, Is::mains_power, Duration{3000}, Duration{1000},
        Duration{10'000}},
    Row{"overspeed", EventType::overspeed, Is::car_speed, Duration{200}, Duration{2000}},
    Row{"overtravel_top", EventType::overtravel_top, Is::limit_top, Duration{50}, Duration{2000}},
    Row{"overtravel_bottom", EventType::overtravel_bottom, Is::limit_bottom, Duration{50}, Duration{2000}},
    Row{"box_on_battery", EventType::power_lost, Is::box_power, Duration{3000}, Duration{1000},
        Duration{10'000}},
    Row{"box_opened", EventType::tamper, Is::tamper, Duration{1000}, Duration{1000}, Duration{60'000}},
    Row{"bus_silent", EventType::source_lost, std::nullopt, Duration{30'000}, Duration{1000}},
    Row{"brake_wears", EventType::brake_degrading, std::nullopt, days_enough, Duration{}},
    Row{"brake_sticks", EventType::brake_degrading, std::nullopt, days_enough, Duration{}},
};

/// `before`: when the last of the kind was over.
Due due_of(const worn::Truth& truth, const Row& row, Moment before, const Sight& sight) {
  const Moment due = at(truth.from_ms) + row.limit;
  const bool is_open = at(truth.from_ms) <= before + row.open_for;
  const bool lasts = at(truth.upto_ms) >= due + row.lingers;
  const bool seen = !row.seen_by || sight.clear(at(truth.from_ms), due + row.lingers, {*row.seen_by});
  return {row.type, truth.cause, at(truth.from_ms), lasts && seen && !is_open ? due : never,
          at(truth.upto_ms) + row.lingers};
}

/// A car that stands outside the zone, whoever is in it; one held in it may leave it.
Due stopped_outside(const worn::Truth& held) {
  const Ms stopped = fact(held, "stopped_ms").value_or(held.from_ms);
  Ms moved = held.upto_ms;
  for (const auto& [name, value] : held.facts)
    if (name == "moved_ms" && value > stopped) moved = std::min(moved, value);
  const Moment due = at(stopped) + Duration{45'000};
  const bool judged = is(held, "outside_zone") && fact(held, "mode_then") != inspection && is(held, "bus");
  return {EventType::stopped_outside_door_zone, held.cause, at(held.from_ms),
          judged && due + patience < at(moved) ? due : never, at(held.upto_ms)};
}

/// Presses, one after the other: an alarm that is out is not raised again until
/// a minute after the last of them, which may be too short to raise it. One that is filtered is told of, too:
/// at an open door that stays open, while everything is known.
class Presses {
 public:
  explicit Presses(const Sight& sight) : sight_{sight} {}

  void take(const worn::Truth& press, std::vector<Due>& dues) {
    const Moment from = at(press.from_ms);
    const Moment until = at(press.upto_ms);
    const auto opened = fact(press, "opened_ms");
    const bool opens = opened && at(*opened) <= from + decided;
    const auto moved = fact(press, "moved_ms");
    const bool moves = is(press, "moving") || (moved && at(*moved) <= from + decided);
    const bool filtered = moves || (is(press, "in_zone") && (opens || !is(press, "shut")));
    Due due{EventType::alarm_button, press.cause, from, never, until + (filtered ? 180s : 60s)};
    const bool pressed = until - from >= half_a_second + contacts;
    const bool out = from <= out_until_;
    const bool told = sight_.clear(from - 10s, from + decided, {Is::alarm_button});
    if (pressed && told && !filtered && !out) due.at = from + half_a_second;
    if (out || (told && until - from >= half_a_second - contacts && !filtered))
      out_until_ = std::max(out_until_, until + 61s);
    if (filtered && until - from >= 14s) out_until_ = until + 241s;
    dues.push_back(due);
    if (told && calls_for_help(press)) return;
    Due noted{EventType::alarm_button_filtered, press.cause, from, never, until};
    if (pressed && !out && !is(press, "moving") && at_an_open_door(press)) noted.at = from + half_a_second;
    dues.push_back(noted);
  }

 private:
  /// In a car that stands shut, as it has for a while.
  static bool calls_for_help(const worn::Truth& press) {
    const auto for_a_while = [&](std::string_view since) {
      return at(fact(press, since).value_or(press.from_ms)) + 3s <= at(press.from_ms);
    };
    return for_a_while("stopped_ms") && for_a_while("shut_since_ms") && !fact(press, "moved_ms") &&
           !fact(press, "opened_ms");
  }

  bool at_an_open_door(const worn::Truth& press) const {
    const Moment from = at(press.from_ms);
    const bool stays_open = !is(press, "shut") && is(press, "in_zone") &&
                            at(fact(press, "shut_ms").value_or(press.upto_ms)) > from + decided;
    return stays_open && sight_.clear(from - 10s, from + decided,
                                      {Is::alarm_button, Is::door_zone, Is::door_closed, Is::door_open,
                                       Is::door_locked, Is::car_moving});
  }

  static constexpr Duration decided = half_a_second + contacts;
  const Sight& sight_;
  Moment out_until_ = long_ago;
};

/// By kind, when the last one was over.
using Ends = std::map<std::string_view, Moment>;

void add(const worn::Truth& truth, const Sight& sight, Ends& ends, std::vector<Due>& dues) {
  for (const Row& row : rows) {
    if (row.truth != truth.kind) continue;
    Moment& before = ends.try_emplace(row.truth, long_ago).first->second;
    dues.push_back(due_of(truth, row, before, sight));
    before = at(truth.upto_ms);
  }
  if (truth.kind != "held") return;
  const Moment from{Duration{truth.from_ms}};
  const Moment upto{Duration{truth.upto_ms}};
  const bool button_works = sight.clear(from, upto, {Is::alarm_button});
  const std::vector<Due> held = entrapment_dues(truth, button_works);
  dues.insert(dues.end(), held.begin(), held.end());
  dues.push_back(stopped_outside(truth));
}

}  // namespace

bool is_judged(EventType type) {
  using enum EventType;
  // After it come records of the program, not of the lift. Of the others, what follows a person's word is not
  // stated a second time.
  constexpr EventType last = maintenance_overdue;
  constexpr std::array follow_a_word{incident_cause, brake_maintained, brake_verified, inspection_done};
  return type <= last && std::find(follow_a_word.begin(), follow_a_word.end(), type) == follow_a_word.end();
}

std::vector<Due> dues(const Job& job, const std::vector<worn::Truth>& truths) {
  std::vector<Due> dues;
  const Sight sight{job.setup.wiring, truths};
  Presses presses{sight};
  Ends ends;
  std::vector<const worn::Truth*> in_order;
  for (const worn::Truth& truth : truths) {
    add(truth, sight, ends, dues);
    if (truth.kind == "alarm_press") in_order.push_back(&truth);
  }
  std::sort(in_order.begin(), in_order.end(),
            [](const worn::Truth* a, const worn::Truth* b) { return a->from_ms < b->from_ms; });
  for (const worn::Truth* press : in_order) presses.take(*press, dues);
  for (const auto& of : {fault_dues(job.setup, truths), sensor_dues(job.setup, truths), clock_dues(truths),
                         box_dues(job.setup, truths), visit_dues(job.setup, truths)})
    dues.insert(dues.end(), of.begin(), of.end());
  return dues;
}

std::optional<std::int64_t> fact(const worn::Truth& truth, std::string_view name) {
  const auto found = std::find_if(truth.facts.begin(), truth.facts.end(),
                                  [&](const auto& one) { return one.first == name; });
  if (found == truth.facts.end()) return std::nullopt;
  return found->second;
}

}  // namespace liftbox::eval
