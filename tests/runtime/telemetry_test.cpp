#include "agent/runtime/telemetry.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// The speed and a custom temperature polled, the door zone by a line.
class Bench {
 public:
  explicit Bench(Duration batch = 0ms)
      : telemetry{{.channels = {{"car_speed", Signal::car_speed, {.deadband = 10, .trusted_for = 5s}},
                                {"custom.oil", {}, {.trusted_for = 5s}},
                                {"service_mode", Signal::service_mode, {}},
                                {"door_zone", Signal::door_zone, {}}},
                   .batch = batch,
                   .timer = time.timer(),
                   .now = [this] { return time.now; },
                   .stamp =
                       [this] {
                         return Stamp{.now = time.now,
                                      .wall_ms = time.now.time_since_epoch().count(),
                                      .clock = "synced",
                                      .boot = {}};
                       },
                   .send = [this](TelemetryBatch batch_sent) { sent.push_back(std::move(batch_sent)); }}} {}

  void read(Signal signal, Value value, Quality quality = Quality::good) {
    telemetry.take(std::array{Reading{signal, value, time.now, quality}});
  }
  void measure(const std::string& name, std::optional<double> value) {
    telemetry.take(std::array{Measurement{name, value, time.now}});
  }
  void pass(Duration span) {
    const Moment until = time.now + span;
    while (time.fire_next(until)) {
    }
    time.now = until;
  }
  /// What was sent since the last call, a batch after the other: "car_speed=1000 custom.oil=null | …".
  std::string said() {
    std::string text;
    for (const TelemetryBatch& batch : std::exchange(sent, {})) {
      if (!text.empty()) text += "| ";
      const auto payload = nlohmann::json::parse(batch.payload);
      for (const auto& value : payload.at("values"))
        text += value.at("name").get<std::string>() + "=" + value.at("value").dump() + " ";
    }
    return text;
  }

  HandTime time;
  std::vector<TelemetryBatch> sent;
  Telemetry telemetry;
};

}  // namespace

TEST_CASE("what the sources tell becomes telemetry, if it is listed") {
  Bench bench;
  bench.read(Signal::car_speed, 1000);
  bench.read(Signal::load_kg, 75);
  bench.measure("custom.oil", 2.5);
  bench.measure("custom.energy", 7);
  bench.read(Signal::service_mode, 2);
  bench.read(Signal::door_zone, 1);
  CHECK(bench.said() == R"(car_speed=1000 | custom.oil=2.5 | service_mode="inspection" | door_zone=true )");

  bench.read(Signal::car_speed, 1010);
  bench.read(Signal::car_speed, 0, Quality::bad);
  bench.measure("custom.oil", {});
  CHECK(bench.said() == "car_speed=null | custom.oil=null ");
}

TEST_CASE("several readings of one answer are one batch, in their order") {
  Bench bench;
  bench.telemetry.take(std::array{Reading{Signal::door_zone, 0, bench.time.now},
                                  Reading{Signal::door_zone, 1, bench.time.now},
                                  Reading{Signal::car_speed, 0, bench.time.now}});
  CHECK(bench.said() == "door_zone=false door_zone=true car_speed=0 ");
}

TEST_CASE("batches, refreshing and silence need nobody to call") {
  Bench bench{1s};
  bench.read(Signal::car_speed, 1000);
  bench.read(Signal::door_zone, 1);
  bench.pass(999ms);
  CHECK(bench.said().empty());
  bench.pass(1ms);
  CHECK(bench.said() == "car_speed=1000 door_zone=true ");
  bench.pass(5s);
  CHECK(bench.said() == "car_speed=null custom.oil=null service_mode=null ");
  bench.pass(60s);
  CHECK(bench.said() == "door_zone=true | car_speed=null custom.oil=null service_mode=null ");
}

TEST_CASE("a box that ends tells what it has") {
  Bench bench{1s};
  bench.read(Signal::car_speed, 1000);
  bench.telemetry.flush();
  CHECK(bench.said() == "car_speed=1000 ");
  bench.telemetry.flush();
  CHECK(bench.sent.empty());
}
