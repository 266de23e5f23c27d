#include "agent/elevator/detectors/safety_chain.hpp"

namespace liftbox {
namespace {

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
  if (!memory.opened) return verdict;
  const Fact explained = explained_by_doors(car);
  if (explained.yes()) {
    memory.opened.reset();
    return verdict;
  }
  if (!verdict.lasted(!chain, rules_.safety_chain, now)) return verdict;
  if (!explained.no()) return verdict;
  if (explained.read_at < *memory.opened) {  // the doors' last reading is older than the chain's edge
    verdict.await_reading(explained, reread_, now);
    return verdict;
  }
  memory.fault.raise(*memory.opened, Confidence::certain, {}, now, verdict);
  memory.opened.reset();
  return verdict;
}

void SafetyChainOpen::follow(const CarState& car) {
  const Fact chain = car.is(Signal::safety_chain);
  const bool just_opened = memory.was_closed && chain.no();
  memory.was_closed = chain.yes();
  if (!chain.no() || car.inspection().yes()) memory.opened.reset();
  if (just_opened && !car.inspection().yes() && opened_while_running(car, chain.since))
    memory.opened = chain.since;
}

bool SafetyChainOpen::opened_while_running(const CarState& car, Moment opened) const {
  if (car.moving().yes()) return true;
  const auto stopped = car.motion().stopped();
  return car.moving().no() && stopped && opened - *stopped <= rules_.safety_chain_after_stop;
}

}  // namespace liftbox
