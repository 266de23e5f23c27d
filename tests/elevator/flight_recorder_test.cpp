#include "agent/elevator/flight_recorder.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "agent/elevator/trace.hpp"
#include "tests/elevator/bench.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;

namespace {

std::string in_words(const Event& event) {
  return std::to_string(event.at.time_since_epoch().count()) + ' ' + std::string{name(event.type)} + ' ' +
         std::string{name(event.phase)};
}

Said replayed(const std::string& text) {
  std::istringstream in{text};
  const Trace trace = read_trace(in);
  Lift again{Rules{}, LiftFacts{}, std::array{trace.bindings}, Moment{}};
  Said said;
  for (const Outcome& outcome : {again.apply(trace.readings), again.look(trace.end)})
    for (const Occurrence& occurrence : outcome.occurrences) said.push_back(in_words(occurrence.event));
  return said;
}

/// A lift that is watched and recorded.
struct Recorded {
  explicit Recorded(std::vector<SourceBindings> sources, FlightRecorder::Limits limits = {})
      : lift{Rules{}, LiftFacts{}, sources, Moment{}}, recorder{limits} {
    recorder.take({}, lift.car(), Moment{});
  }

  void set(Duration time, Values values) {
    std::vector<Reading> readings;
    for (const auto& [signal, value] : values) readings.push_back({signal, value, at(time)});
    tell(readings, time);
  }
  void tell(const std::vector<Reading>& readings, Duration time) {
    note(lift.apply(readings));
    recorder.take(readings, lift.car(), at(time));
  }
  void until(Duration time) {
    note(lift.look(at(time)));
    recorder.take({}, lift.car(), at(time));
  }

  void note(const Outcome& outcome) {
    for (const Occurrence& occurrence : outcome.occurrences) said.push_back(in_words(occurrence.event));
  }

  Lift lift;
  FlightRecorder recorder;
  Said said;
};

}  // namespace

TEST_CASE("the flight recorder writes what held before, and each change at its moment") {
  Recorded box{{lines({door_zone, door_closed})}};
  box.set(1s, {{door_zone, 1}, {door_closed, 1}});
  box.tell({{door_closed, 0, at(30'010ms)}, {door_closed, 1, at(30'250ms)}}, 30'300ms);
  box.set(80s, {{door_zone, 0}});
  box.set(100s, {{door_zone, 1}});
  CHECK(box.recorder.trace(at(20s), at(90s), "2026-01-05T08:00:00.000+08:00", "entrapment e:7") ==
        "# start 2026-01-05T08:00:00.000+08:00\n# entrapment e:7\nt_ms,signal,value\n"
        "0,door_zone,1\n0,door_closed,1\n10010,door_closed,0\n10250,door_closed,1\n60000,door_zone,0\n"
        "70000,end,\n");
}

TEST_CASE("what nobody knows is written as unknown, what is not bound not at all") {
  Recorded box{{bus({car_speed}), lines({door_zone})}};
  box.set(10s, {{car_speed, 1600}});
  SECTION("a poll that stays away") {
    box.until(30s);
    CHECK(
        box.recorder.trace(at(10s), at(30s), "", "") ==
        "t_ms,signal,value\n0,car_speed,1600\n0,door_zone,?\n1,car_speed,!\n20000,car_speed,?\n20000,end,\n");
  }
  SECTION("a source that cannot tell, and a value that cannot be") {
    box.tell({{car_speed, 0, at(11s), Quality::bad}}, 11s);
    box.set(12s, {{car_speed, info(car_speed).max + 1}});
    CHECK(box.recorder.trace(at(10s), at(12s), "", "") ==
          "t_ms,signal,value\n0,car_speed,1600\n0,door_zone,?\n1000,car_speed,?\n2000,end,\n");
  }
}

TEST_CASE("the flight recorder forgets what is old, unless it is to be kept") {
  Recorded box{{lines({door_zone})}};
  for (int i = 0; i < 300; ++i) box.set(Duration{i * 1000}, {{door_zone, i % 2}});
  CHECK(box.recorder.changes() == 91);
  CHECK(box.recorder.begins(at(250s)) == at(250s));
  CHECK(box.recorder.begins(at(100s)) == at(208s));

  box.recorder.keep_from(at(240s));
  for (int i = 300; i < 500; ++i) box.set(Duration{i * 1000}, {{door_zone, i % 2}});
  CHECK(box.recorder.begins(at(240s)) == at(240s));
  box.recorder.keep_from({});
  box.until(500s);
  CHECK(box.recorder.begins(at(240s)) > at(400s));
}

TEST_CASE("the memory of the flight recorder is bounded, and a shorter trace says so by its length") {
  Recorded box{{lines({door_zone})}, {.kept = 60s, .changes = 100}};
  for (int i = 0; i < 1000; ++i) box.set(Duration{i * 10}, {{door_zone, i % 2}});
  CHECK(box.recorder.changes() == 100);
  const std::string trace = box.recorder.trace(at(0s), at(9'990ms), "", "");
  CHECK(trace.starts_with("t_ms,signal,value\n0,door_zone,1\n10,door_zone,0\n"));
  CHECK(trace.ends_with("\n1000,end,\n"));
}

TEST_CASE("a trace of the flight recorder gives the same decision when it is replayed") {
  Recorded box{{lines({car_moving, door_zone, door_closed, presence})}};
  box.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {presence, 1}});
  box.set(10s, {{door_closed, 1}});
  box.set(11s, {{car_moving, 1}});
  box.set(12s, {{door_zone, 0}});
  box.set(20s, {{car_moving, 0}});
  box.until(85s);
  std::istringstream text{box.recorder.trace(at(0s), at(115s), "", "")};
  const Trace trace = read_trace(text);
  Lift again{Rules{}, LiftFacts{}, std::array{trace.bindings}, Moment{}};
  Outcome outcome = again.apply(trace.readings);
  for (Occurrence& later : again.look(trace.end).occurrences) outcome.occurrences.push_back(std::move(later));
  std::vector<Moment> confirmed;
  for (const Occurrence& occurrence : outcome.occurrences)
    if (occurrence.event.type == EventType::entrapment && occurrence.event.phase == Phase::confirmed)
      confirmed.push_back(occurrence.event.at);
  CHECK(confirmed == std::vector{at(110s)});
}

TEST_CASE("a trace over a bus that died gives the same events at the same moments") {
  Recorded box{{bus({car_moving, car_speed})}};
  for (Duration time{0}; time <= 10'250ms; time += 250ms) box.set(time, {{car_moving, 0}, {car_speed, 0}});
  for (Duration time{10'500}; time <= 60s; time += 100ms) box.until(time);
  SECTION("for good") {
    CHECK(box.said == Said{"40250 source_lost raised"});
    CHECK(replayed(box.recorder.trace(at(0s), at(60s), "", "")) == box.said);
  }
  SECTION("and came back") {
    for (Duration time = 60s; time <= 70s; time += 250ms) box.set(time, {{car_moving, 0}, {car_speed, 0}});
    CHECK(box.said == Said{"40250 source_lost raised", "60000 source_lost cleared"});
    CHECK(replayed(box.recorder.trace(at(0s), at(70s), "", "")) == box.said);
  }
}
