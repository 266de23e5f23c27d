#include "agent/elevator/detectors/safety_chain.hpp"

#include <array>

namespace liftbox {
namespace {

constexpr std::array explaining{Signal::door_zone, Signal::door_closed, Signal::rear_door_closed,
                                Signal::door_open_command, Signal::door_close_command};

/// At a landing, doors open the chain: that is what they are for.
Fact explained_by_doors(const CarState& car) {
  return car.in_zone() &&
         (car.is(Signal::door_open_command) || car.is(Signal::door_close_command) || !car.shut());
}

/// What should tell whether doors explain it, and does not.
std::string unread(const CarState& car) {
  std::string names;
  for (const Signal signal : explaining)
    if (car.bound(signal) && !car.value(signal))
      names += (names.empty() ? "" : " ") + std::string{name(signal)};
  return names;
}

}  // namespace

Verdict SafetyChainOpen::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact chain = car.is(Signal::safety_chain);
  follow(car);
  if (memory.fault.open) {
    if (verdict.lasted(chain, rules_.shut_again, now)) memory.fault.clear(chain.since, now, verdict);
    return verdict;
  }
  if (explained_by_doors(car).yes()) {
    if (memory.opened) memory.not_judged = NotJudged{*memory.opened, HeldBack::Reason::filter};
    memory.opened.reset();
  }
  if (memory.not_judged) say_why_not(car, now, verdict);
  if (memory.opened) judge(car, *memory.opened, now, verdict);
  return verdict;
}

void SafetyChainOpen::judge(const CarState& car, Moment opened, Moment now, Verdict& verdict) {
  if (!verdict.lasted(!car.is(Signal::safety_chain), rules_.safety_chain, now)) return;
  const Fact explained = explained_by_doors(car);
  if (explained.unknown()) say(opened, HeldBack::Reason::unknown_input, unread(car), now, verdict);
  if (!explained.no()) return;
  if (explained.read_at < opened) {  // the doors' last reading is older than the chain's edge
    verdict.await_reading(explained, reread_, now);
    return;
  }
  memory.fault.raise(opened, Confidence::certain, {}, now, verdict);
  memory.opened.reset();
}

/// What doors at a landing explain would not have been raised in any mode.
void SafetyChainOpen::say_why_not(const CarState& car, Moment now, Verdict& verdict) {
  const bool filtered = memory.not_judged->reason == HeldBack::Reason::filter;
  const Fact explained = explained_by_doors(car);
  if (explained.yes() && !filtered) memory.not_judged.reset();
  if (filtered ? explained.yes() : explained.no())
    say(memory.not_judged->opened, memory.not_judged->reason, filtered ? "door_at_landing" : "", now,
        verdict);
}

void SafetyChainOpen::say(Moment opened, HeldBack::Reason reason, std::string_view by, Moment now,
                          Verdict& verdict) {
  memory.fault.why_not.observe(EventType::safety_chain_open, true_since(opened), reason, rules_.safety_chain,
                               now, verdict, by);
}

void SafetyChainOpen::follow(const CarState& car) {
  const Fact chain = car.is(Signal::safety_chain);
  const bool just_opened = memory.was_closed && chain.no();
  memory.was_closed = chain.yes();
  if (!chain.no()) memory.not_judged.reset();
  if (!chain.no() || car.inspection().yes()) memory.opened.reset();
  if (!just_opened) return;
  const Kleene running = opened_while_running(car, chain.since);
  if (running == Kleene::no) return;
  if (car.inspection().yes())
    memory.not_judged = NotJudged{chain.since, HeldBack::Reason::mode};
  else if (running == Kleene::unknown)
    memory.not_judged = NotJudged{chain.since, HeldBack::Reason::unknown_input};
  else
    memory.opened = chain.since;
}

Kleene SafetyChainOpen::opened_while_running(const CarState& car, Moment opened) const {
  if (!car.moving().no()) return car.moving().is;
  const auto stopped = car.motion().stopped();
  return kleene(stopped && opened - *stopped <= rules_.safety_chain_after_stop);
}

}  // namespace liftbox
