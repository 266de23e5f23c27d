#include <catch2/catch.hpp>

#include "agent/config/site.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::Files;

namespace {

const std::string box = R"(
device = "box"
board = "simulated"
without_entrapment = true
[broker]
host = "127.0.0.1"
)";

SiteConfig site_of(const Files& files, const std::string& rest) {
  return load_site(files.write("site.toml", box + rest), Files::profiles());
}

}  // namespace

TEST_CASE("a box that is told nothing of telemetry has none", "[config]") {
  const Files files;
  const SiteConfig site = site_of(files, "[controller]\nprofile = \"generic\"\ntcp.host = \"plc\"\n");
  CHECK_FALSE(site.telemetry);
  CHECK(site.controller->units[0].registers.custom.empty());
}

TEST_CASE("telemetry: what is told of which signal, and the defaults of the others", "[config]") {
  const Files files;
  const SiteConfig site = site_of(files, R"(
[controller]
profile = "generic"
tcp.host = "plc"
[[controller.custom]]
name = "motor_temperature"
function = 4
address = 20
type = "i16"
scale = 0.1
offset = -40
unit_of_measure = "degC"
interval_ms = 2000
[[controller.custom]]
name = "oil-level_2"
address = 21
bit = 4
bit_count = 3
[telemetry]
signals = ["car_speed", "custom.motor_temperature", "car_moving"]
refresh_s = 300
batch_ms = 0
share_mb = 16
[telemetry.car_speed]
deadband = 20
[telemetry.custom.motor_temperature]
deadband = 0.5
refresh_s = 600
)");
  REQUIRE(site.telemetry);
  CHECK(site.telemetry->batch == 0ms);
  CHECK(site.telemetry->share_mb == 16);
  const std::vector<TelemetrySignal>& told = site.telemetry->signals;
  REQUIRE(told.size() == 3);
  CHECK(told[0].signal == Signal::car_speed);
  CHECK(told[0].deadband == 20);
  CHECK(told[0].refresh == 300s);
  CHECK(told[1].name == "custom.motor_temperature");
  CHECK_FALSE(told[1].signal);
  CHECK(told[1].deadband == 0.5);
  CHECK(told[1].refresh == 600s);
  CHECK(told[2].deadband == 0);

  const std::vector<modbus::CustomRegister>& custom = site.controller->units[0].registers.custom;
  REQUIRE(custom.size() == 2);
  CHECK(custom[0].name == "custom.motor_temperature");
  CHECK(custom[0].unit == "degC");
  CHECK(custom[0].wire.function == modbus::Function::read_input_registers);
  CHECK(custom[0].wire.address == 20);
  CHECK(custom[0].wire.type == modbus::RegisterType::i16);
  CHECK(custom[0].wire.scale == 0.1);
  CHECK(custom[0].wire.offset == -40);
  CHECK(custom[0].wire.interval == 2s);
  CHECK(custom[1].name == "custom.oil-level_2");
  CHECK(custom[1].wire.bits->count == 3);
}

TEST_CASE("a profile may have custom registers, and nothing else", "[config]") {
  const Files files;
  files.write("meter.toml", R"(
name = "energy meter"
function = 4
interval_ms = 5000
[[custom]]
name = "energy"
address = 0
type = "u32"
scale = 0.01
unit_of_measure = "kWh"
)");
  const SiteConfig site = site_of(files, R"(
[controller]
profile = "generic"
tcp.host = "gateway"
[[controller.custom]]
name = "starts"
address = 20
[[controller.units]]
name = "meter"
unit = 5
profile = "meter.toml"
[[controller.units.custom]]
name = "power"
address = 2
[telemetry]
signals = ["custom.energy", "custom.starts", "custom.power"]
)");
  REQUIRE(site.controller->units.size() == 2);
  const std::vector<modbus::CustomRegister>& meter = site.controller->units[1].registers.custom;
  REQUIRE(meter.size() == 2);
  CHECK(meter[0].wire.function == modbus::Function::read_input_registers);
  CHECK(meter[0].wire.interval == 5s);
  CHECK(meter[1].name == "custom.power");
  CHECK(site.telemetry->signals.size() == 3);
  CHECK(site.telemetry->signals[0].refresh == 60s);
  CHECK(site.telemetry->batch == 1s);
  CHECK(site.telemetry->share_mb == 8);
}
