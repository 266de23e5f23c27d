#include <catch2/catch.hpp>
#include <map>

#include "tests/elevator/kept_memory.hpp"

namespace liftbox::test {
namespace {

struct Row {
  Duration time;
  Signal signal;
  Value value;
};

/// A passenger is stuck between landings, a technician brings the car to a landing and lets him out.
const std::vector<Row> rescue{
    {0s, service_mode, 1}, {0s, car_moving, 1},  {0s, door_zone, 0},     {0s, door_closed, 1},
    {0s, presence, 1},     {0s, load_kg, 75},    {20s, car_moving, 0},   {250s, service_mode, 2},
    {400s, car_moving, 1}, {410s, door_zone, 1}, {412s, car_moving, 0},  {420s, door_closed, 0},
    {430s, load_kg, 0},    {430s, presence, 0},  {460s, door_closed, 1},
};

const Said expected{
    "65000 entrapment suspected certain",       "65000 stopped_outside_door_zone raised certain",
    "110000 entrapment confirmed certain",      "250000 entrapment on_site certain",
    "251000 mode_inspection noted certain",     "403000 stopped_outside_door_zone cleared certain",
    "422000 entrapment released certain",       "440000 entrapment cleared certain",
    "550000 maintenance_started noted certain",
};

Bench bench(Moment start) {
  return Bench{{lines({service_mode, car_moving, door_zone, door_closed, presence, load_kg})}, {}, {}, start};
}

/// The rows after `from` up to `to`; all times are moved by `shift`.
void play(Bench& lift, Duration from, Duration to, Duration shift = {}) {
  for (const Row& row : rescue)
    if (row.time > from && row.time <= to) lift.set(row.time + shift, {{row.signal, row.value}});
  lift.until(to + shift);
}

/// What the sources answer after a start: the present value of everything.
void read_again(Bench& lift, Duration now, Duration shift = {}) {
  std::map<Signal, Value> present;
  for (const Row& row : rescue)
    if (row.time <= now) present[row.signal] = row.value;
  for (const auto& [signal, value] : present) lift.set(now + shift, {{signal, value}});
}

void restore(Bench& lift, const std::string& memory, const MemoryAnchor& anchor) {
  Journal kept = journal();
  restore_memory(memory, lift.lift, kept, anchor);
}

}  // namespace

TEST_CASE("an entrapment goes through its phases at the same times over a restart at any moment") {
  for (const Duration split :
       {22s, 40s, 63s, 66s, 90s, 108s, 111s, 200s, 248s, 252s, 390s, 405s, 415s, 423s, 445s}) {
    INFO("restarted at " << split.count() / 1000 << " s");
    Bench before = bench({});
    play(before, -1s, split);
    Said said = before.said();
    Bench after = bench(at(split));
    restore(after, saved(before, {"boot", at(split), 0, true}), {"boot", at(split), 0, true});
    after.until(split + 400ms);
    read_again(after, split + 500ms);
    play(after, split + 500ms, 1000s);
    for (std::string& line : after.said()) said.push_back(std::move(line));
    CHECK(said == expected);
    if (split >= 445s) continue;
    CHECK(after.entrapment().stopped == at(20s));
    CHECK(after.entrapment().suspected == at(65s));
    CHECK(after.entrapment().confirmed == at(110s));
    CHECK(after.entrapment().on_site == at(250s));
    CHECK_FALSE(after.entrapment().self_released);
  }
}

TEST_CASE("a search for emptiness starts over with a restart: the door is found open once more") {
  Bench before = bench({});
  play(before, -1s, 435s);
  Bench after = bench(at(435s));
  restore(after, saved(before, {"boot", at(435s), 0, true}), {"boot", at(435s), 0, true});
  read_again(after, 435'500ms);
  after.until(1000s);
  CHECK(after.said() ==
        Said{"447500 entrapment cleared certain", "550000 maintenance_started noted certain"});
}

TEST_CASE("what falls due before the sources have answered again is possible, then certain") {
  Bench before = bench({});
  play(before, -1s, 109'900ms);
  Bench after = bench(at(109'900ms));
  restore(after, saved(before, {"boot", at(109'900ms), 0, true}), {"boot", at(109'900ms), 0, true});
  after.until(110'300ms);
  read_again(after, 110'400ms);
  CHECK(after.said() == Said{"110000 entrapment confirmed possible", "110400 entrapment confirmed certain"});
}

TEST_CASE("a restart that lasts beyond a limit confirms when the lift is known again") {
  Bench before = bench({});
  play(before, -1s, 80s);
  Bench after = bench(at(150s));
  restore(after, saved(before, {"boot", at(80s), 0, true}), {"boot", at(150s), 0, true});
  read_again(after, 150s);
  CHECK(after.entrapment().confirmed == at(150s));
  CHECK(after.entrapment().stopped == at(20s));
}

TEST_CASE("after a power cut the time between counts where the wall clock was set before and after") {
  Bench before = bench({});
  play(before, -1s, 80s);
  const std::string memory = saved(before, {"first boot", at(80s), 1'000'000, true});
  // 20 s later by the wall; the new boot is 5 s old.
  const Duration shift = 5s - 100s;
  Bench after = bench(at(5s));
  restore(after, memory, {"second boot", at(5s), 1'020'000, true});
  read_again(after, 100'500ms, shift);
  after.until(14'999ms);
  CHECK(after.said().empty());
  after.until(15s);
  CHECK(after.said() == Said{"15000 entrapment confirmed certain"});
  CHECK(after.entrapment().stopped == at(20s + shift));
  CHECK(after.entrapment().suspected == at(65s + shift));
}

TEST_CASE("after a power cut with an unset wall clock only the time since the start counts") {
  Bench before = bench({});
  play(before, -1s, 80s);
  const bool set_before = GENERATE(false, true);
  const std::string memory = saved(before, {"first boot", at(80s), 1'000'000, set_before});
  Bench after = bench(at(5s));
  restore(after, memory, {"second boot", at(5s), 1'020'000, false});
  read_again(after, 100s, 5'500ms - 100s);
  after.until(34'999ms);
  CHECK(after.said().empty());
  after.until(35s);
  CHECK(after.said() == Said{"35000 entrapment confirmed certain"});
}

TEST_CASE("a confirmed entrapment stays over a power cut, is still sent again, and ends with the opening") {
  Bench before = bench({});
  play(before, -1s, 200s);
  const std::string memory = saved(before, {"first boot", at(200s), 1'000'000, true});
  Bench after = bench(at(5s));
  restore(after, memory, {"second boot", at(5s), 1'300'000, true});
  read_again(after, 200s, 5'500ms - 200s);
  CHECK(after.said().empty());
  after.until(70s);
  CHECK(after.repeats() > 0);
  after.set(100s, {{door_zone, 1}})
      .set(101s, {{door_closed, 0}})
      .set(105s, {{presence, 0}, {load_kg, 0}})
      .until(120s);
  CHECK(after.said() == Said{"100000 stopped_outside_door_zone cleared certain",
                             "103000 entrapment released certain", "115000 entrapment cleared certain"});
}

TEST_CASE("an acknowledged entrapment is not sent again after a restart") {
  Bench before = bench({});
  play(before, -1s, 200s);
  before.person(210s, PersonSays::What::acknowledge);
  Bench after = bench(at(220s));
  restore(after, saved(before, {"boot", at(220s), 0, true}), {"boot", at(220s), 0, true});
  read_again(after, 220'500ms);
  after.until(249s);
  CHECK(after.repeats() == 0);
  CHECK(after.lift.car().alarm_acknowledged());
}

TEST_CASE("the occupancy latch survives a restart") {
  Bench before = bench({});
  play(before, -1s, 445s);
  CHECK(before.occupancy() == Occupancy::empty);
  Bench after = bench(at(500s));
  restore(after, saved(before, {"boot", at(445s), 0, true}), {"boot", at(500s), 0, true});
  read_again(after, 500s);
  CHECK(after.occupancy() == Occupancy::empty);
}

TEST_CASE("a car that moved when the box went off for hours ran as long as the box saw it") {
  Bench before = bench({});
  before.set(0s, {{car_moving, 0}}).set(10s, {{car_moving, 1}}).until(20s);
  Bench after = bench(at(5h));
  restore(after, saved(before, {"boot", at(20s), 0, true}), {"boot", at(5h), 0, true});
  after.set(5h + 1s, {{car_moving, 1}}).set(5h + 8s, {{car_moving, 0}}).until(5h + 20s);
  CHECK(after.car().motion().memory.completed_runs == 1);
  CHECK(after.car().motion().last_run_lasted() == 17s);
  CHECK(after.lift.today(at(5h + 20s)).counts[Counter::running_ms] == 17'000);
}

TEST_CASE("a visit that was left while the box was off ends half an hour after the box saw that it is over") {
  Bench before = bench({});
  before.set(0s, {{service_mode, 2}}).until(1000s);
  CHECK(before.said() == Said{"300000 maintenance_started noted certain"});
  Bench after = bench(at(1000s));
  restore(after, saved(before, {"boot", at(1000s), 0, true}), {"boot", at(1000s), 0, true});
  after.set(1010s, {{service_mode, 1}}).until(2'809'999ms);
  CHECK(after.said() == Said{"1011000 mode_normal noted certain"});
  after.until(2810s);
  CHECK(after.said() == Said{"2810000 maintenance_ended noted certain"});
  CHECK(after.evidence<VisitEvidence>().ended == at(1010s));
}

TEST_CASE("a memory that is none is refused, and nothing of it is taken up") {
  Bench lift = bench({});
  for (const char* text :
       {"", "{}", "[]", R"({"v":99})", R"({"v":1,"boot":"b","now_ms":0,"incidents":[],"lift":{"car":7}})"})
    CHECK_THROWS_AS(restore(lift, text, {"boot", at(1s), 0, true}), std::runtime_error);
  CHECK(lift.occupancy() == Occupancy::unknown);
}

TEST_CASE("presence seen before a restart adds to what is seen after it, the restart itself does not") {
  const auto made = [](Moment start) {
    return Bench{{lines({car_moving, door_zone, door_closed, presence})}, {}, {}, start};
  };
  Bench before = made({});
  before.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {presence, 0}});
  before.set(5s, {{presence, 1}}).until(5'600ms);
  REQUIRE(before.occupancy() == Occupancy::unknown);
  Bench after = made(at(8s));
  restore(after, saved(before, {"boot", at(5'600ms), 0, true}), {"boot", at(8s), 0, true});
  after.set(8s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {presence, 1}}).until(8'399ms);
  CHECK(after.occupancy() == Occupancy::unknown);
  after.until(8'400ms);
  CHECK(after.occupancy() == Occupancy::occupied);
}

}  // namespace liftbox::test
