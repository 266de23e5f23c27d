#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/statistics_json.hpp"

namespace liftbox::test {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

/// A day of a busy lift of thirty landings with two doors and a brake of two arms, and all that can go wrong.
StatisticsDocument busy_day() {
  StatisticsDocument day;
  day.period = StatisticsDocument::Period::day;
  day.at = Moment{24h};
  day.from_ms = parse_rfc3339("2026-01-05T00:00:00+08:00")->ms;
  day.until_ms = *day.from_ms + Duration{24h}.count();
  day.utc_offset_min = 480;
  day.total_since_ms = parse_rfc3339("2025-11-03T09:12:00+08:00")->ms;
  day.told.set();
  for (std::size_t i = 0; i < counter_count; ++i) day.counts[static_cast<Counter>(i)] = 40'000'977;
  day.counts[Counter::runs] = 1500;
  day.counts[Counter::faults] = 3;
  day.counts[Counter::available_ms] = 86'000'000;
  day.counts[Counter::unavailable_ms] = 400'000;
  for (int landing = 1; landing <= 30; ++landing) day.counts.starts[landing] = 50;
  for (std::size_t i = 0; i < timing_count; ++i)
    for (int n = 0; n < 300; ++n)
      day.counts[static_cast<Timing>(i)].count(150ms + 40ms * static_cast<int>(i) + 1ms * (n % 60));
  for (const char* type : {"door_close_fault", "safety_chain_open", "mains_lost", "entrapment"})
    day.counts.incidents[type] = 1;
  day.total = day.counts;
  return day;
}

}  // namespace

TEST_CASE("an hour or a day is a record of class stats, in the chain like any other") {
  Journal journal{{"lift-1", "31105101132016060031"}, {}, {"epoch", 7, {}}};
  const Stamp stamp{Moment{24h}, *busy_day().until_ms, 480, "synced", "boot"};
  const Record record = journal.write_statistics(busy_day(), stamp);
  CHECK(record.seq == 8);
  CHECK(record.record_class == RecordClass::stats);
  CHECK(record.type == "statistics_day");
  CHECK(record.incident == "epoch:8");
  CHECK(journal.head().hash == record.hash);
  CHECK(journal.open_incidents.empty());
  const json body = json::parse(record.bytes);
  CHECK(body["severity"] == "stats");
  CHECK(body["time"] == "2026-01-06T00:00:00.000+08:00");
  CHECK(body["from"] == "2026-01-05T00:00:00.000+08:00");
  CHECK(body["until"] == "2026-01-06T00:00:00.000+08:00");
  CHECK(body["total"]["since"] == "2025-11-03T09:12:00.000+08:00");
}

TEST_CASE("the document of a busy day is a few kB") {
  Journal journal{{"lift-1", "31105101132016060031"}, {}, {"0a0e137b-ccfd-4371-88bb-e61da5e2e8d9", 7, {}}};
  const std::size_t bytes = journal.write_statistics(busy_day(), {}).bytes.size();
  INFO(bytes << " bytes");
  CHECK(bytes > 2'000);
  CHECK(bytes < 8'000);
}

TEST_CASE("rates are whole numbers, and null where there is nothing to divide by") {
  const json counts = statistics_json(busy_day())["counts"];
  CHECK(counts["availability_ppm"] == 86'000'000LL * 1'000'000 / 86'400'000);
  CHECK(counts["faults_per_million_runs"] == 2000);
  const json idle = statistics_json({})["counts"];
  for (const char* rate : {"availability_ppm", "faults_per_million_runs", "time_between_faults_ms"})
    CHECK(idle[rate].is_null());
}

TEST_CASE("a day says what a maintenance firm decides by") {
  StatisticsDocument day = busy_day();
  day.counts[Counter::relevellings] = 15;
  day.counts[Counter::door_cycles] = 2000;
  day.counts[Counter::door_reopenings] = 50;
  day.usual_us["door_opening"] = 2'000'400;
  day.counts.held_back["entrapment latch"] = 3;
  day.days_since_visit = 9;
  const json counts = statistics_json(day)["counts"];
  CHECK(counts["maintenance"] == json{{"days_since_last_visit", 9},
                                      {"door_faults_per_million_runs", 666},
                                      {"brake_faults_per_million_runs", 0},
                                      {"drive_faults_per_million_runs", 0},
                                      {"safety_faults_per_million_runs", 666},
                                      {"relevellings_per_million_runs", 10'000},
                                      {"reopenings_per_million_door_cycles", 25'000},
                                      {"rear_reopenings_per_million_door_cycles", 1'000'000}});
  CHECK(counts["timings"]["door_opening"]["usual_p95_ms"] == 2000);
  CHECK_FALSE(counts["timings"]["door_closing"].contains("usual_p95_ms"));
  CHECK(counts["held_back"] == json{{"entrapment", {{"latch", 3}}}});
  CHECK(added_up(json::array({counts, counts}))["held_back"]["entrapment"]["latch"] == 6);
  day.told.reset(static_cast<std::size_t>(Counter::door_reopenings));
  CHECK(statistics_json(day)["counts"]["maintenance"]["reopenings_per_million_door_cycles"].is_null());
}

TEST_CASE(
    "a day at which no visit is known says so; the days of a month have no one figure, and an hour none") {
  StatisticsDocument day = busy_day();
  const json maintenance = statistics_json(day)["counts"]["maintenance"];
  REQUIRE(maintenance.contains("days_since_last_visit"));
  CHECK(maintenance["days_since_last_visit"].is_null());
  CHECK_FALSE(added_up(json::array({statistics_json(day)["counts"]}))["maintenance"].contains(
      "days_since_last_visit"));
  day.period = StatisticsDocument::Period::hour;
  CHECK_FALSE(statistics_json(day)["counts"]["maintenance"].contains("days_since_last_visit"));
}

TEST_CASE("what no signal can tell is null, not zero") {
  StatisticsDocument day = busy_day();
  day.told.reset(static_cast<std::size_t>(Counter::rope_bends));
  CHECK(statistics_json(day)["counts"]["rope_bends"].is_null());
  CHECK(statistics_json(day)["total"]["rope_bends"].is_null());
  CHECK(statistics_json(day)["counts"]["runs"] == 1500);
}

TEST_CASE("days add up: counters, landings, incidents, and the medians of all times together") {
  StatisticsDocument slow = busy_day();
  slow.counts = {};
  slow.counts[Counter::runs] = 500;
  slow.counts.starts[30] = 500;
  slow.counts.incidents["mains_lost"] = 2;
  for (int n = 0; n < 600; ++n) slow.counts[Timing::door_opening].count(4s);
  const json sum = added_up({statistics_json(busy_day())["counts"], statistics_json(slow)["counts"]});
  CHECK(sum["runs"] == 2000);
  CHECK(sum["faults_per_million_runs"] == 1500);
  CHECK(sum["starts"]["30"] == 550);
  CHECK(sum["incidents"]["mains_lost"] == 3);
  CHECK(sum["timings"]["door_opening"]["times"] == 900);
  CHECK(sum["timings"]["door_opening"]["median_ms"] >= 3'750);
  CHECK(added_up(json::array())["runs"].is_null());
}

}  // namespace liftbox::test
