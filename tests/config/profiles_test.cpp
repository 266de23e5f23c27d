#include "agent/config/profiles.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "agent/config/controller_faults.hpp"
#include "agent/config/signal_names.hpp"
#include "agent/elevator/event.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::Files;

namespace {

std::vector<Mistake> profile_mistakes;

const modbus::RegisterEntry& of(const modbus::RegisterMap& map, Signal signal) {
  for (const modbus::RegisterEntry& entry : map.entries)
    if (entry.signal == signal) return entry;
  FAIL("no register carries " << name_of(signal));
  return map.entries.front();
}

}  // namespace

TEST_CASE("the generic controller's registers are as published", "[config]") {
  const modbus::RegisterMap map =
      load_register_map(Files::profiles().controllers / "generic.toml", profile_mistakes);
  CHECK(to_string(profile_mistakes).empty());
  CHECK(map.name == "generic");
  CHECK(map.entries.size() == 17);
  CHECK(of(map, Signal::service_mode).wire.address == 0);
  CHECK(of(map, Signal::service_mode).enumerators.size() == 8);
  CHECK(of(map, Signal::service_mode).enumerators.at(2) == 2);
  CHECK(of(map, Signal::service_mode).wire.interval == 500ms);
  CHECK(of(map, Signal::car_direction).enumerators.at(1) == 1);
  CHECK(of(map, Signal::car_position).wire.address == 3);
  CHECK(of(map, Signal::car_position).wire.type == modbus::RegisterType::i32);
  CHECK(of(map, Signal::car_position).wire.word_order == modbus::WordOrder::big);
  CHECK(of(map, Signal::car_position).wire.interval == 200ms);
  CHECK(of(map, Signal::limit_bottom).wire.address == 8);
  REQUIRE(of(map, Signal::limit_bottom).wire.bits);
  CHECK(of(map, Signal::limit_bottom).wire.bits->first == 8);
  CHECK(of(map, Signal::cabinet_temperature).wire.type == modbus::RegisterType::i16);
}

TEST_CASE("a register map may use every key", "[config]") {
  const Files files;
  const modbus::RegisterMap map = load_register_map(files.write("map.toml", R"(
name = "all"
function = 4
interval_ms = 250
[[register]]
signal = "car_position"
address = 65534
type = "f32"
word_order = "low_first"
scale = 1000
offset = -0.5
[[register]]
signal = "door_zone"
function = 2
address = 7
inverted = true
[[register]]
signal = "floor"
address = 3
bit = 8
bit_count = 6
[[register]]
signal = "controller_fault"
address = 9
values = { 16 = 41, -1 = 0 }
)"),
                                                    profile_mistakes);
  CHECK(to_string(profile_mistakes).empty());
  CHECK(of(map, Signal::car_position).wire.function == modbus::Function::read_input_registers);
  CHECK(of(map, Signal::car_position).wire.word_order == modbus::WordOrder::little);
  CHECK(of(map, Signal::car_position).wire.scale == 1000);
  CHECK(of(map, Signal::car_position).wire.offset == -0.5);
  CHECK(of(map, Signal::door_zone).wire.type == modbus::RegisterType::bit);
  CHECK(of(map, Signal::door_zone).inverted);
  CHECK(of(map, Signal::floor).wire.bits->count == 6);
  CHECK(of(map, Signal::floor).wire.interval == 250ms);
  CHECK(of(map, Signal::controller_fault).enumerators == std::map<std::int64_t, Value>{{-1, 0}, {16, 41}});
}

TEST_CASE("every shipped profile is read without a mistake", "[config]") {
  using std::filesystem::directory_iterator;
  for (const auto& file : directory_iterator{Files::profiles().boards}) {
    const BoardProfile board = load_board_profile(file, profile_mistakes);
    CHECK(board.name == file.path().stem());
    CHECK_FALSE(board.description.empty());
    for (const LineProfile& line : board.lines) CHECK(line.signal.has_value() != line.pin.has_value());
  }
  for (const auto& file : directory_iterator{Files::profiles().controllers})
    CHECK(load_register_map(file, profile_mistakes).name == file.path().stem());
  for (const auto& file : directory_iterator{Files::profiles().regions})
    CHECK(load_code_table(file, Files::profiles().regions, profile_mistakes).region == file.path().stem());
  CHECK(to_string(profile_mistakes).empty());
}

TEST_CASE("the simulated board's lines are called as the signals they carry", "[config]") {
  const BoardProfile board =
      load_board_profile(Files::profiles().boards / "simulated.toml", profile_mistakes);
  CHECK(to_string(profile_mistakes).empty());
  CHECK(board.lines.size() == 10);
  for (const LineProfile& line : board.lines) {
    CHECK(line.name == name_of(*line.signal));
    CHECK_FALSE(line.inverted);
    CHECK(line.debounce == 20ms);
  }
}

TEST_CASE("the NICE3000+ has its modes, its movement and its fault numbers", "[config]") {
  const modbus::RegisterMap map =
      load_register_map(Files::profiles().controllers / "nice3000plus.toml", profile_mistakes);
  CHECK(to_string(profile_mistakes).empty());
  const modbus::RegisterEntry& mode = of(map, Signal::service_mode);
  CHECK(mode.wire.address == 0x101D);
  REQUIRE(mode.wire.bits);
  CHECK(mode.wire.bits->first == 4);
  CHECK(mode.enumerators.size() == 16);
  CHECK(mode.enumerators.at(5) == static_cast<Value>(ServiceMode::normal));
  CHECK(of(map, Signal::car_moving).enumerators.at(6) == 1);
  CHECK(of(map, Signal::car_position).wire.scale == 100);
  CHECK(map.faults.size() == 23);
  CHECK(map.faults.at(41).what == "safety chain open");
  CHECK(map.faults.at(41).gb24476 == 1);
  CHECK_FALSE(map.faults.at(53).gb24476);
}

TEST_CASE("the national table has the 96333 causes of entrapment, and which of them a box can suggest",
          "[config]") {
  const CodeTable table = load_code_table(Files::profiles().regions / "national.toml", {}, profile_mistakes);
  CHECK(to_string(profile_mistakes).empty());
  CHECK(table.rescue_causes.size() == 47);
  CHECK(table.rescue_causes.at("0302").cause == Cause::landing_door_lock);
  CHECK(table.rescue_causes.at("0302").text_zh == "厅门锁");
  CHECK(table.rescue_causes.at("0302").text_en == "landing door lock");
  CHECK_FALSE(table.rescue_causes.at("0502").cause);
  CHECK(table.rescue_causes.count("0307") == 0);
  std::set<Cause> suggested;
  for (const auto& [code, cause] : table.rescue_causes)
    if (cause.cause) suggested.insert(*cause.cause);
  CHECK(suggested.size() == cause_count);
}

TEST_CASE("a controller's fault codes stand for the national faults", "[config]") {
  const CodeTable national =
      load_code_table(Files::profiles().regions / "national.toml", {}, profile_mistakes);
  ControllerSettings controller;
  modbus::Unit& unit = controller.units.emplace_back();
  unit.registers.entries.push_back({.signal = Signal::controller_fault});
  for (int number = 1; number <= 8; ++number) unit.registers.faults[100 + number] = {"", number, {}};
  unit.registers.faults[109] = {"a fault that no nation knows", {}, {}};
  unit.registers.faults[110] = {"inverter module", {}, Cause::inverter};
  const auto known = controller_faults(controller);
  REQUIRE(known.size() == 8);
  CHECK(controller_causes(controller) == std::map<int, Cause>{{110, Cause::inverter}});
  for (const auto& [code, type] : known)
    CHECK(national.codes.at(std::string{name(type)}).gb24476 == code - 100);
  SECTION("but not those of a unit that does not show them") {
    unit.registers.entries.clear();
    CHECK(controller_faults(controller).empty());
  }
}

TEST_CASE("a site knows what its controller's fault codes stand for", "[config]") {
  const Files files;
  const SiteConfig site = load_site(files.write("site.toml",
                                                "device = \"box\"\nboard = \"simulated\"\n"
                                                "[lines]\nsocket = \"lines.sock\"\n"
                                                "door_open.used = false\n"
                                                "door_closed.used = false\n"
                                                "[controller]\nprofile = \"nice3000plus\"\n"
                                                "tcp.host = \"plc\"\n"),
                                    Files::profiles());
  CHECK(site.facts.controller_faults.at(41) == EventType::safety_chain_open);
  CHECK(site.facts.controller_faults.at(38) == EventType::position_lost);
  CHECK_FALSE(site.facts.controller_faults.contains(56));
}
