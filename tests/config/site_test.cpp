#include "agent/config/site.hpp"

#include <catch2/catch.hpp>

#include "tests/config/files.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::Files;

namespace {

constexpr const char* shortest = R"(
device = "box-1"
board = "simulated"
[lines]
socket = "lines.sock"
)";

}  // namespace

TEST_CASE("the shortest site file takes its defaults", "[config]") {
  const Files files;
  const SiteConfig site = load_site(files.write("site.toml", shortest), Files::profiles());
  CHECK(site.device == "box-1");
  CHECK(site.board.name == "simulated");
  CHECK(site.board.lines.size() == 10);
  CHECK(site.codes.region == "national");
  CHECK_FALSE(site.controller);
  CHECK_FALSE(site.broker);
  CHECK(site.line_socket == files.directory() / "lines.sock");
  CHECK(site.store_directory == "/var/lib/liftbox");
  CHECK(site.control_socket == "/run/liftbox/control.sock");
  CHECK(site.log_level == "info");
  CHECK(site.lift.registration_code.empty());
  CHECK(site.rules.entrapment.outside_confirm == 90s);
  CHECK_FALSE(site.facts.rated_speed_mm_s);
}

TEST_CASE("the annotated example is a site file", "[config]") {
  const SiteConfig site =
      load_site(std::filesystem::path{SOURCE_ROOT} / "board/site.example.toml", Files::profiles());
  CHECK(site.device == "lift-0042");
  CHECK(site.lift.registration_code == "31105101132016060031");
  CHECK(site.lift.brake_model == "DZS800");
  CHECK(site.facts.rated_speed_mm_s == 1750);
  CHECK(site.facts.landings == 12);
  CHECK(site.rules.faults.door_close == 240s);

  REQUIRE(site.controller);
  CHECK(site.controller->units[0].registers.name == "generic");
  REQUIRE(site.controller->bus.rtu);
  CHECK(site.controller->bus.rtu->baud == 19200);
  CHECK(site.controller->bus.rtu->parity == 'N');
  CHECK(site.controller->units[0].number == 1);
  CHECK(site.controller->bus.response_timeout == 300ms);

  REQUIRE(site.broker);
  CHECK(site.broker->tls);
  CHECK(site.broker->port == 8883);
  CHECK(site.broker->receipts);
  CHECK(site.broker->keep_alive == 30s);
  CHECK(site.broker->topic_root == "lift/v1");
  CHECK(site.broker->version == MqttVersion::automatic);
}

TEST_CASE("a serial bus may have further units and switch its direction by the kernel", "[config]") {
  const Files files;
  files.write("door.toml", std::string{R"(
name = "door"
max_gap = 0
max_registers = 16
[[register]]
signal = "rear_door_open"
address = 3
)"});
  const SiteConfig site = load_site(files.write("site.toml", std::string{R"(
device = "box"
without_entrapment = true
board = "simulated"
[controller]
profile = "generic"
turnaround_ms = 5
[controller.rtu]
device = "/dev/ttyS1"
rs485 = "kernel"
rs485_rts_on_send = "low"
rs485_before_ms = 1
rs485_after_ms = 2
[[controller.units]]
name = "door_drive"
unit = 5
profile = "door.toml"
)"}),
                                    Files::profiles());
  REQUIRE(site.controller);
  CHECK(site.controller->bus.turnaround == 5ms);
  REQUIRE(site.controller->bus.rtu);
  REQUIRE(site.controller->bus.rtu->rs485);
  CHECK_FALSE(site.controller->bus.rtu->rs485->rts_on_send);
  CHECK(site.controller->bus.rtu->rs485->before_send == 1ms);
  CHECK(site.controller->bus.rtu->rs485->after_send == 2ms);
  REQUIRE(site.controller->units.size() == 2);
  const modbus::Unit& door = site.controller->units[1];
  CHECK(door.name == "door_drive");
  CHECK(door.number == 5);
  CHECK(door.registers.limits.max_gap == 0);
  CHECK(door.registers.limits.max_registers == 16);
  CHECK(site.controller->units[0].registers.limits.max_gap == 10);
}

TEST_CASE("a site file may say everything", "[config]") {
  const Files files;
  const SiteConfig site = load_site(files.write("site.toml", std::string{R"(
device = "A.b_c-9"
board = "simulated"
region = "national"
without_entrapment = true
[lift]
rescue_number = "021234"
parks_with_door_open = true
[controller]
profile = "generic"
unit = 17
response_timeout_ms = 50
[controller.tcp]
host = "127.0.0.1"
port = 1502
[broker]
host = "10.0.0.1"
insecure = true
username = "box"
password_file = "secret"
keep_alive_s = 60
receipts = false
topic_root = "city/lifts"
version = "3.1.1"
[store]
directory = "store"
[control]
socket = "control.sock"
[sign_in]
pins_file = "pins"
lasts_min = 15
[log]
level = "debug"
)"}),
                                    Files::profiles());
  CHECK(site.device == "A.b_c-9");
  CHECK(site.lift.rescue_number == "021234");
  CHECK(site.facts.parks_with_door_open);
  REQUIRE(site.controller);
  REQUIRE(site.controller->bus.tcp);
  CHECK_FALSE(site.controller->bus.rtu);
  CHECK(site.controller->bus.tcp->port == 1502);
  CHECK(site.controller->units[0].number == 17);
  CHECK(site.controller->bus.response_timeout == 50ms);
  REQUIRE(site.broker);
  CHECK_FALSE(site.broker->tls);
  CHECK(site.broker->port == 1883);
  CHECK(site.broker->password_file == files.directory() / "secret");
  CHECK(site.broker->keep_alive == 60s);
  CHECK_FALSE(site.broker->receipts);
  CHECK(site.broker->topic_root == "city/lifts");
  CHECK(site.broker->version == MqttVersion::v3_1_1);
  CHECK(site.store_directory == files.directory() / "store");
  CHECK(site.control_socket == files.directory() / "control.sock");
  CHECK(site.sign_in.pins_file == files.directory() / "pins");
  CHECK(site.sign_in.lasts == 15min);
  CHECK(site.log_level == "debug");
}

TEST_CASE("profiles are found by path and in a folder of one's own", "[config]") {
  const Files files;
  files.write("mine.toml", R"(
name = "mine"
[serial_ports]
rs485 = "/dev/ttyS1"
[[line]]
name = "di1"
signal = "door_zone"
inverted = true
debounce_ms = 5
chip = "gpiochip0"
offset = 17
bias = "pull-up"
[[line]]
name = "di2"
chip = "gpiochip0"
line = "GPIO18"
[[line]]
name = "di3"
chip = "gpiochip0"
offset = 19
signal = "mains_power"
)");
  const std::string rest = R"(
region = "regions/here.toml"
without_entrapment = true
[controller]
profile = "controllers/here.toml"
[controller.rtu]
device = "rs485"
baud = 9600
parity = "even"
stop_bits = 2
)";
  for (const char* kind : {"boards", "controllers", "regions"})
    std::filesystem::create_directory(files.directory() / kind);
  files.write("regions/here.toml",
              "name = \"here\"\n[codes.entrapment]\ngb24476 = 11\nzh = \"困人\"\nen = \"trapped\"\n");
  files.write("controllers/here.toml", "name = \"here\"\n[[register]]\nsignal = \"floor\"\naddress = 3\n");

  const SiteConfig site = load_site(
      files.write("site.toml", "device = \"box\"\nboard = \"mine.toml\"\n" + rest), Files::profiles());
  REQUIRE(site.board.lines.size() == 3);
  REQUIRE(site.lines.size() == 2);  // nothing is wired to di2
  CHECK(site.lines[0].inverted);
  CHECK(site.lines[0].debounce == 5ms);
  REQUIRE(site.lines[0].pin);
  CHECK(site.lines[0].pin->chip == "gpiochip0");
  CHECK(site.lines[0].pin->offset == 17U);
  CHECK(site.lines[0].pin->bias == Bias::pull_up);
  CHECK(site.lines[1].signal == Signal::mains_power);
  CHECK(site.codes.codes.at("entrapment").gb24476 == 11);
  REQUIRE(site.controller);
  CHECK(site.controller->units[0].registers.entries.size() == 1);
  CHECK(site.controller->bus.rtu->device == "/dev/ttyS1");
  CHECK(site.controller->bus.rtu->parity == 'E');
  CHECK(site.controller->bus.rtu->stop_bits == 2);

  SECTION("profiles_dir") {
    std::filesystem::rename(files.directory() / "mine.toml", files.directory() / "boards/mine.toml");
    const std::string text = R"(
device = "box"
board = "mine"
region = "here"
profiles_dir = "."
without_entrapment = true
[controller]
profile = "here"
tcp.host = "localhost"
)";
    CHECK(load_site(files.write("site.toml", text)).board.name == "mine");
  }

  SECTION("this lift is wired in its own way") {
    const SiteConfig wired =
        load_site(files.write("site.toml", "device = \"box\"\nboard = \"mine.toml\"\n" + rest + R"(
[lines.di1]
normally_closed = true
debounce_ms = 50
[lines.di2]
signal = "alarm_button"
[lines.di3]
used = false
)"),
                  Files::profiles());
    REQUIRE(wired.lines.size() == 2);
    CHECK_FALSE(wired.lines[0].inverted);
    CHECK(wired.lines[0].debounce == 50ms);
    CHECK(wired.lines[1].name == "di2");
    CHECK(wired.lines[1].signal == Signal::alarm_button);
    CHECK(wired.lines[1].pin->line == "GPIO18");
  }
}
