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
    memory.opened.reset();
    opened_in_inspection_.reset();
  }
  if (opened_in_inspection_ && explained_by_doors(car).no())
    say_why_not(car, *opened_in_inspection_, HeldBack::Reason::mode, now, verdict);
  if (memory.opened) judge(car, *memory.opened, now, verdict);
  return verdict;
}

void SafetyChainOpen::judge(const CarState& car, Moment opened, Moment now, Verdict& verdict) {
  if (!verdict.lasted(!car.is(Signal::safety_chain), rules_.safety_chain, now)) return;
  const Fact explained = explained_by_doors(car);
  if (explained.unknown()) say_why_not(car, opened, HeldBack::Reason::unknown_input, now, verdict);
  if (!explained.no()) return;
  if (explained.read_at < opened) {  // the doors' last reading is older than the chain's edge
    verdict.await_reading(explained, reread_, now);
    return;
  }
  memory.fault.raise(opened, Confidence::certain, {}, now, verdict);
  memory.opened.reset();
}

void SafetyChainOpen::say_why_not(const CarState& car, Moment opened, HeldBack::Reason reason, Moment now,
                                  Verdict& verdict) {
  std::string by;
  if (reason == HeldBack::Reason::unknown_input)
    for (const Signal signal : explaining)
      if (car.bound(signal) && !car.value(signal))
        by += (by.empty() ? "" : " ") + std::string{liftbox::name(signal)};
  memory.fault.why_not.observe(EventType::safety_chain_open, true_since(opened), reason, rules_.safety_chain,
                               now, verdict, by);
}

void SafetyChainOpen::follow(const CarState& car) {
  const Fact chain = car.is(Signal::safety_chain);
  const bool just_opened = memory.was_closed && chain.no();
  memory.was_closed = chain.yes();
  if (!chain.no()) opened_in_inspection_.reset();
  if (!chain.no() || car.inspection().yes()) memory.opened.reset();
  if (!just_opened || !opened_while_running(car, chain.since)) return;
  (car.inspection().yes() ? opened_in_inspection_ : memory.opened) = chain.since;
}

bool SafetyChainOpen::opened_while_running(const CarState& car, Moment opened) const {
  if (car.moving().yes()) return true;
  const auto stopped = car.motion().stopped();
  return car.moving().no() && stopped && opened - *stopped <= rules_.safety_chain_after_stop;
}

}  // namespace liftbox
