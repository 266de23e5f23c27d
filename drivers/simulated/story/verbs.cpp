#include "drivers/simulated/story/verbs.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace liftbox::simulated {
namespace {

using Stuck = Door::Stuck;

int pick(Stage& stage, int lowest, int highest) {
  return std::uniform_int_distribution{lowest, highest}(stage.random);
}

Deed trip(Words& words, const Shaft& shaft) {
  constexpr int most_persons = 12;
  constexpr int most_by_chance = 3;
  const int landings = shaft.landings;
  const auto from = words.number_or_any("FROM", 1, landings);
  const auto to = words.number_or_any("TO", 1, landings);
  const auto persons = words.number_or_any("PERSONS", 1, most_persons);
  if (from && from == to) throw Misunderstood{"nobody rides from a landing to itself"};
  return [=](Stage& stage) {
    int start = from.value_or(pick(stage, 1, landings));
    while (!from && start == to) start = pick(stage, 1, landings);
    int end = to.value_or(pick(stage, 1, landings));
    while (!to && end == start) end = pick(stage, 1, landings);
    stage.lift.arrive(start, end, persons.value_or(pick(stage, 1, most_by_chance)));
  };
}

Deed press_alarm(Words& words, const Shaft& /*shaft*/) {
  return [lasting = words.seconds("SECONDS")](Stage& stage) { stage.lift.press_alarm(lasting); };
}

Deed obstruct_door(Words& words, const Shaft& /*shaft*/) {
  return [times = words.number("TIMES", 1, 100)](Stage& stage) { stage.lift.obstruct_door(times); };
}

Deed stick_brake(Words& words, const Shaft& /*shaft*/) {
  const auto arm = static_cast<std::size_t>(words.number("ARM", 1, Brake::arms)) - 1;
  const std::string how = words.word("set or released");
  if (how != "set" && how != "released") throw Misunderstood{"a brake arm is stuck \"set\" or \"released\""};
  return [arm, released = how == "released"](Stage& stage) { stage.lift.stick_brake(arm, released); };
}

Deed change_mode(Words& words, const Shaft& /*shaft*/) {
  const std::string name = words.word("MODE");
  const auto* const mode = std::find(mode_names.begin(), mode_names.end(), name);
  if (mode == mode_names.end()) {
    std::string known;
    for (const auto known_name : mode_names) known += " " + std::string{known_name};
    throw Misunderstood{"\"" + name + "\" is no mode; there are" + known};
  }
  return
      [mode = static_cast<Mode>(mode - mode_names.begin())](Stage& stage) { stage.lift.change_mode(mode); };
}

Deed fault_code(Words& words, const Shaft& /*shaft*/) {
  const auto code = static_cast<std::uint16_t>(words.number("CODE", 0, UINT16_MAX));
  return [code](Stage& stage) { stage.lift.report_fault(code); };
}

Deed note(Words& words, const Shaft& /*shaft*/) {
  return [name = words.word("NAME")](Stage& stage) {
    stage.tell({stage.lift.now(), "note", {{"name", name}}});
  };
}

void cut_bus(Stage& stage, bool cut) {
  if (stage.bus_cut == cut) return;
  stage.bus_cut = cut;
  stage.tell({stage.lift.now(), cut ? "bus_cut" : "bus_back"});
}

/// A verb that takes nothing.
template <auto deed>
Deed just(Words& /*words*/, const Shaft& /*shaft*/) {
  return deed;
}

constexpr std::array verbs{
    Verb{"trip", "FROM TO PERSONS", trip},
    Verb{"stop-between-floors", "", just<[](Stage& on) { on.lift.stop_between_floors(); }>},
    Verb{"emergency-stop", "", just<[](Stage& on) { on.lift.emergency_stop(); }>},
    Verb{"press-alarm", "SECONDS", press_alarm},
    Verb{"technician-arrives", "", just<[](Stage& on) { on.lift.technician_arrives(); }>},
    Verb{"creep-to-landing", "", just<[](Stage& on) { on.lift.creep_to_landing(); }>},
    Verb{"open-door", "", just<[](Stage& on) { on.lift.open_door(); }>},
    Verb{"technician-leaves", "", just<[](Stage& on) { on.lift.technician_leaves(); }>},
    Verb{"door-stuck-shut", "", just<[](Stage& on) { on.lift.stick_door(Stuck::shut); }>},
    Verb{"door-stuck-open", "", just<[](Stage& on) { on.lift.stick_door(Stuck::open); }>},
    Verb{"door-works", "", just<[](Stage& on) { on.lift.stick_door(Stuck::no); }>},
    Verb{"obstruct-door", "TIMES", obstruct_door},
    Verb{"brake-stuck", "ARM set|released", stick_brake},
    Verb{"brake-works", "", just<[](Stage& on) { on.lift.mend_brake(); }>},
    Verb{"mode", "MODE", change_mode},
    Verb{"fault-code", "CODE", fault_code},
    Verb{"mains-off", "", just<[](Stage& on) { on.lift.mains(false); }>},
    Verb{"mains-on", "", just<[](Stage& on) { on.lift.mains(true); }>},
    Verb{"cut-bus", "", just<[](Stage& on) { cut_bus(on, true); }>},
    Verb{"restore-bus", "", just<[](Stage& on) { cut_bus(on, false); }>},
    Verb{"note", "NAME", note},
    Verb{"end", "", just<[](Stage& on) { on.ended = true; }>},
};

}  // namespace

std::span<const Verb> all_verbs() {
  return verbs;
}

const Verb* find_verb(const std::string& name) {
  const auto* const verb =
      std::find_if(verbs.begin(), verbs.end(), [&](const Verb& v) { return v.name == name; });
  return verb == verbs.end() ? nullptr : verb;
}

}  // namespace liftbox::simulated
