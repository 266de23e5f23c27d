#include "agent/elevator/detectors/self_test.hpp"

#include <utility>

namespace liftbox {
namespace {

using TestResult = SelfTestEvidence::Result;

}  // namespace

void SelfTest::rebooted(bool clock_was_set) {
  memory.while_on_only = memory.while_on_only || (!clock_was_set && memory.last);
}

Verdict SelfTest::observe(const CarState& car, Moment now) {
  Verdict verdict;
  if (!memory.told) return verdict;
  if (!asked_by_ && now < due(now)) {
    verdict.look(due(now));
    return verdict;
  }
  SelfTestEvidence evidence = look_at(car, now);
  memory.first_due.reset();
  memory.last = now;
  memory.while_on_only = false;
  memory.passed = evidence.passed();
  memory.bad = evidence.bad();
  asked_by_.reset();
  verdict.look(due(now));
  verdict.events.push_back({.type = EventType::self_test,
                            .phase = Phase::noted,
                            .at = now,
                            .since = now,
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = std::move(evidence)});
  return verdict;
}

/// The first when sources and broker have had their time after a start.
Moment SelfTest::due(Moment now) {
  if (memory.last) return *memory.last + rules_.self_test;
  if (!memory.first_due) memory.first_due = now + rules_.self_test_first;
  return *memory.first_due;
}

SelfTestEvidence SelfTest::look_at(const CarState& car, Moment now) const {
  SelfTestEvidence evidence{.silent_sources = {},
                            .sources = TestResult::good,
                            .store = memory.told->store,
                            .broker = memory.told->broker,
                            .receipts = memory.told->receipts,
                            .battery = battery(car),
                            .watchdog = memory.told->watchdog,
                            .battery_mv = car.value(Signal::battery_mv),
                            .interval = {},
                            .while_on_only = memory.while_on_only,
                            .asked_by = asked_by_.value_or("")};
  if (memory.last) evidence.interval = now - *memory.last;
  for (const CarState::Source& source : car.sources())
    if (source.silent_since) evidence.silent_sources.push_back(source.name);
  if (!evidence.silent_sources.empty()) evidence.sources = TestResult::bad;
  return evidence;
}

TestResult SelfTest::battery(const CarState& car) const {
  if (!car.bound(Signal::battery_mv) || !facts_.battery_low_mv) return TestResult::absent;
  const auto voltage = car.value(Signal::battery_mv);
  return voltage && *voltage >= *facts_.battery_low_mv ? TestResult::good : TestResult::bad;
}

}  // namespace liftbox
