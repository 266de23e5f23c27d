#include "agent/records/telemetry.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace liftbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr std::size_t plenty = 10'000;
const Moment boot{};

/// 2026-01-05T08:00:00+08:00, ten seconds after the start of the machine.
Stamp stamp() {
  return {.now = boot + 10s,
          .wall_ms = 1'767'571'200'000,
          .utc_offset_min = 480,
          .clock = "synced",
          .boot = "b00t"};
}

TelemetryBatch batch_of(const std::vector<TelemetryValue>& values, const Stamp& at = stamp()) {
  return write_telemetry(values, at);
}

std::string told(const TelemetryValue::Content& content) {
  return json::parse(batch_of({{"custom.x", content, boot}}).payload).at("values")[0].at("value").dump();
}

}  // namespace

TEST_CASE("telemetry is told with the time at which each value was taken") {
  const TelemetryBatch batch =
      batch_of({{"car_speed", 1000.0, boot + 9s}, {"custom.motor_temperature", 23.4, boot + 9750ms}});
  CHECK(
      batch.payload ==
      R"({"boot":"b00t","clock":"synced","mono_ms":9000,"time":"2026-01-05T07:59:59.000+08:00","v":1,"values":[)"
      R"({"name":"car_speed","time":"2026-01-05T07:59:59.000+08:00","value":1000},)"
      R"({"name":"custom.motor_temperature","time":"2026-01-05T07:59:59.750+08:00","value":23.4}]})");
  CHECK(batch.values == 2);
  CHECK(batch.first_ms == 1'767'571'199'000);
  CHECK(batch.last_ms == 1'767'571'199'750);
}

TEST_CASE("a value is told as people know it") {
  CHECK(told(std::monostate{}) == "null");
  CHECK(told(234 * 0.1) == "23.4");
  CHECK(told(4'294'967'295 * 0.001) == "4294967.295");
  CHECK(told(4'294'967'295.0) == "4294967295");
  CHECK(told(-0.5) == "-0.5");
  CHECK(told(1e300) == "1e+300");
  CHECK(told(telemetry_content(Signal::door_zone, 1)) == "true");
  CHECK(told(telemetry_content(Signal::service_mode, 2)) == R"("inspection")");
  CHECK(told(telemetry_content(Signal::car_speed, -250)) == "-250");
}

TEST_CASE("two batches become one, as if it had been one") {
  const TelemetryValue first{"car_speed", 1000.0, boot + 9s};
  const TelemetryValue second{"car_speed", {}, boot + 10s};
  TelemetryBatch batch = batch_of({first});
  REQUIRE(append_telemetry(batch, batch_of({second}), plenty));
  const TelemetryBatch at_once = batch_of({first, second});
  CHECK(batch.payload == at_once.payload);
  CHECK(batch.values == 2);
  CHECK(batch.first_ms == at_once.first_ms);
  CHECK(batch.last_ms == at_once.last_ms);

  SECTION("not beyond the size that is wanted") {
    const std::size_t size = batch.payload.size();
    TelemetryBatch small = batch_of({first});
    CHECK_FALSE(append_telemetry(small, batch_of({second}), size - 1));
    CHECK(small.payload == batch_of({first}).payload);
    CHECK(append_telemetry(small, batch_of({second}), size));
  }
  SECTION("not where the clock was set between them, or the machine was started anew") {
    Stamp other = stamp();
    (GENERATE(true, false) ? other.clock : other.boot) = "other";
    CHECK_FALSE(append_telemetry(batch, batch_of({second}, other), plenty));
  }
}

TEST_CASE("a loss is one range and one count, however many batches were lost") {
  TelemetryLoss loss;
  loss.add(TelemetryBatch{.values = 3, .first_ms = 2000, .last_ms = 2500, .payload = {}});
  loss.add(TelemetryBatch{.values = 2, .first_ms = 1000, .last_ms = 1500, .payload = {}});
  loss.add(TelemetryLoss{});
  CHECK(loss == TelemetryLoss{5, 1000, 2500});

  SECTION("once it is told, only what was lost since remains") {
    TelemetryLoss told = loss;
    loss.add(TelemetryLoss{4, 3000, 3500});
    loss.told(told);
    CHECK(loss == TelemetryLoss{4, 2500, 3500});
    loss.told(loss);
    CHECK(loss == TelemetryLoss{});
  }
}
