#include "agent/daemon/why_not_answer.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/rfc3339.hpp"

namespace liftbox::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

Stamp now() {
  return {Moment{1h}, parse_rfc3339("2026-01-05T09:00:00+08:00")->ms, 480, "synced", "boot"};
}

HeldBackNote note(EventType rule, HeldBack::Reason reason, Duration at) {
  SignalState zone{};
  zone.signal = Signal::door_zone;
  zone.bound = true;
  zone.quality = Quality::good;
  zone.read_at = Moment{at};
  return {{rule, reason, Moment{at}, Moment{at - 45s}, {}, "inspection"}, {zone}};
}

/// As the journal of an earlier start wrote it.
StoredRecord recorded(Journal& journal, HeldBackNote held, std::int64_t number) {
  held.number = number;
  StoredRecord stored;
  stored.record = journal.write({event_of(held), held.snapshot}, now());
  return stored;
}

}  // namespace

TEST_CASE("what was held back is told with wall time, the newest last") {
  HeldBackLog log;
  HeldBackNote first = note(EventType::entrapment, HeldBack::Reason::mode, 30min);
  HeldBackNote second = note(EventType::door_open_fault, HeldBack::Reason::mode, 40min);
  log.add(first);
  log.add(second);
  const json answer = why_not_answer(log, {}, now(), 20);
  CHECK(answer["times"] == 2);
  CHECK(answer["counts"][0] == json{{"rule", "entrapment"},
                                    {"reason", "mode"},
                                    {"times", 1},
                                    {"last", "2026-01-05T08:30:00.000+08:00"}});
  REQUIRE(answer["last"].size() == 2);
  CHECK(answer["last"][1] == json{{"number", 2},
                                  {"rule", "door_open_fault"},
                                  {"reason", "mode"},
                                  {"by", "inspection"},
                                  {"subject", ""},
                                  {"time", "2026-01-05T08:40:00.000+08:00"},
                                  {"since", "2026-01-05T08:39:15.000+08:00"}});
  CHECK(why_not_answer(log, {}, now(), 1)["last"][0]["number"] == 2);
  CHECK(why_not_answer(log, {}, now(), 0)["last"].empty());
}

TEST_CASE("those of an earlier start come from their records, each once") {
  Journal journal{{"box", ""}, {}, {"epoch", 7, {}}};
  HeldBackLog log;
  log.memory.all = 5;  // came back with the memory
  HeldBackNote latest = note(EventType::entrapment, HeldBack::Reason::mode, 30min);
  log.add(latest);
  const std::vector<StoredRecord> records{
      recorded(journal, note(EventType::overspeed, HeldBack::Reason::mode, 10min), 3),
      recorded(journal, latest, 6)};
  const json answer = why_not_answer(log, records, now(), 20);
  REQUIRE(answer["last"].size() == 2);
  CHECK(answer["last"][0]["number"] == 3);
  CHECK(answer["last"][0]["rule"] == "overspeed");
  CHECK(answer["last"][0]["by"] == "inspection");
  CHECK(answer["last"][1]["number"] == 6);
}

TEST_CASE("one of them comes with the lift as it was, where it is kept") {
  Journal journal{{"box", ""}, {}, {"epoch", 7, {}}};
  HeldBackLog log;
  const auto old = recorded(journal, note(EventType::overspeed, HeldBack::Reason::mode, 10min), 3);
  const json shown = why_not_detail(log, {old}, now(), 3);
  CHECK(shown["rule"] == "overspeed");
  CHECK(shown["snapshot"]["door_zone"] == json{{"value", false}, {"age_ms", 0}, {"quality", "good"}});
  CHECK(why_not_detail(log, {old}, now(), 4).is_null());
}

}  // namespace liftbox::test
