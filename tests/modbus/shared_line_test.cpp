#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/modbus/bus_bench.hpp"

// Several units on one pair of wires, and others who use the wires too.

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// The controller as unit 1, a door drive as unit 5.
std::vector<Unit> controller_and_door_drive() {
  return {{.registers = two_registers()},
          {.name = "door_drive",
           .number = 5,
           .registers = {"door", {{.signal = Signal::door_obstructed, .wire = {.address = 7}}}}}};
}

/// Each unit answers by its own hand.
Step of_units(Step one, Step five) {
  return [one = std::move(one), five = std::move(five)](const Request& r) {
    return r.unit == 5 ? five(r) : one(r);
  };
}

/// What another master says to unit 3.
Bytes foreign_request() {
  return framed({.unit = 3}, {0x03, 0x00, 0x10, 0x00, 0x02});
}

Bytes echo(const Request& r) {
  return framed(
      r, {r.function, static_cast<std::uint8_t>(r.address >> 8), static_cast<std::uint8_t>(r.address & 0xFF),
          static_cast<std::uint8_t>(r.count >> 8), static_cast<std::uint8_t>(r.count & 0xFF)});
}

}  // namespace

TEST_CASE("units on one line are told apart, the silence of one is its own", "[modbus]") {
  const Step all = of_units(answers(), silent());
  Bench bench{Wire::rtu, std::vector<Step>(12, all), controller_and_door_drive()};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());  // door drive, first silence
  CHECK(text(bench.poll()) == "door_obstructed=? ");
  for (int i = 0; i < 3; ++i) bench.poll();
  CHECK(bench.count("answers") >= 3);
  CHECK_FALSE(bench.bus.report().healthy);
  CHECK_THAT(bench.bus.report().detail,
             Catch::Contains("units 1, 5; unit 5: function 03 address 7 count 1: no answer"));
  CHECK(bench.adds_up());
}

TEST_CASE("a silent unit does not make the others wait for a late answer", "[modbus]") {
  Bench bench{Wire::rtu, std::vector<Step>(20, of_units(answers(), silent())), controller_and_door_drive()};
  bench.poll();
  bench.poll();
  const Moment before = bench.clock.now();
  bench.next += Duration{1000};
  for (int i = 0; i < 5 && bench.count("answers") < 2; ++i) bench.poll();
  CHECK(bench.count("answers") == 2);
  CHECK(bench.clock.now() - before < 4 * response_timeout);
}

TEST_CASE("a refused block is cut into pieces, and only what the unit lacks stays unknown", "[modbus]") {
  const auto wire = GENERATE(Wire::rtu, Wire::tcp);
  RegisterMap map = two_registers();
  map.entries.push_back({.signal = Signal::floor, .wire = {.address = 6}});
  const Step unit = [](const Request& r) -> std::vector<Act> {
    if (r.address <= 4 && r.address + r.count > 4) return {{0, refusal(r, 2)}};  // there is no register 4
    if (r.address >= 6) return {{0, refusal(r, 2)}};                             // nor 6
    return {{0, registers(r, {1000, 75})}};
  };
  Bench bench{wire, std::vector<Step>(6, unit), map};
  CHECK(text(bench.poll()).empty());
  std::string seen;
  for (int i = 0; i < 2; ++i) seen += text(bench.poll());
  CHECK(seen == good + "floor=? ");
  CHECK(bench.counts() == "answers 1 exception_02 2");
  CHECK_THAT(bench.bus.report().detail, Catch::Contains("exception 02 to function 03 address 6 count 1"));
}

TEST_CASE("a busy unit is asked again, a gateway without its slave is silent", "[modbus]") {
  Bench bench{Wire::tcp, {answers(), refuses(6), answers(), refuses(11), refuses(11), answers()}};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == unknown);
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 3 exception_06 1 exception_11 2");
}

TEST_CASE("an adapter that hears itself is understood", "[modbus]") {
  Bench bench{
      Wire::rtu,
      {bytes([](const Request& r) {
         return echo(r) + registers(r, {1000, 75});
       }),
       [](const Request& r) {
         return std::vector<Act>{{0, echo(r)}, {8, registers(r, {1000, 75})}};
       },
       bytes([](const Request& r) { return echo(r); }), bytes([](const Request& r) { return echo(r); })}};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == unknown);
  CHECK(bench.counts() == "answers 2 timeouts 2 echoes 4");
  CHECK_THAT(bench.bus.report().detail, Catch::Contains("heard only its own request: check wiring"));
}

TEST_CASE("another master is noticed, told of, and left a pause", "[modbus]") {
  Bench bench{Wire::rtu,
              {bytes([](const Request& r) {
                 return foreign_request() + registers(r, {1000, 75});
               }),
               answers()}};
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 1 resyncs 1 foreign_frames 1");
  CHECK_FALSE(bench.bus.report().healthy);
  CHECK_THAT(bench.bus.report().detail, Catch::Contains("another master is on this bus"));
  const Moment heard = bench.clock.now();
  CHECK(text(bench.poll()) == good);
  CHECK(bench.clock.now() - heard >= Duration{45});
}

TEST_CASE("a line that another master keeps busy is not fought for", "[modbus]") {
  const Step crowded = [](const Request& r) {
    std::vector<Act> acts{{0, foreign_request() + registers(r, {1000, 75})}};
    for (int i = 0; i < 20; ++i) acts.push_back({20, foreign_request()});
    return acts;
  };
  Bench bench{Wire::rtu, {crowded, answers()}};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(bench.count("yields") == 1);
  CHECK(bench.count("foreign_frames") == 2);
  CHECK(bench.count("requests") == 1);
  for (int i = 0; i < 8 && bench.count("answers") < 2; ++i) bench.poll();
  CHECK(bench.count("answers") == 2);
  CHECK(bench.adds_up());
}

TEST_CASE("registers that freeze are answers like any other", "[modbus]") {
  Bench bench{Wire::rtu, std::vector<Step>(3, answers())};
  for (int i = 0; i < 3; ++i) CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 3");
}

TEST_CASE("a stable name that points to another device after replugging is followed", "[modbus]") {
  namespace fs = std::filesystem;
  const fs::path directory = fs::temp_directory_path() / ("liftbox-bus-" + std::to_string(::getpid()));
  fs::create_directories(directory);
  const fs::path by_path = directory / "pci-0000:00:14.0-usb-0:1:1.0-port0";
  auto first = std::make_unique<RawSlave>(Wire::rtu, std::vector<Step>{answers()});
  fs::create_symlink(first->device(), by_path);

  MonotonicClock clock;
  Bus bus{{.rtu = RtuLine{.device = by_path.string(), .baud = 115200}, .response_timeout = response_timeout},
          {{.registers = two_registers()}},
          clock};
  CHECK(text(bus.poll(clock.now()).readings) == good);

  first.reset();
  fs::remove(by_path);
  Moment now = clock.now() + Duration{2000};
  CHECK(text(bus.poll(now).readings).empty());
  now += Duration{2000};
  CHECK(text(bus.poll(now).readings) == unknown);
  CHECK_THAT(bus.report().detail, Catch::Contains("No such file or directory"));

  const RawSlave second{Wire::rtu, {answers()}};
  fs::create_symlink(second.device(), by_path);
  now += Duration{20'000};
  CHECK(text(bus.poll(now).readings) == good);
  CHECK(bus.report().healthy);
  fs::remove_all(directory);
}

TEST_CASE("a driver that does not switch the direction of RS-485 is said so", "[modbus]") {
  const RawSlave slave{Wire::rtu, {answers()}};
  MonotonicClock clock;
  RtuLine line{.device = slave.device(), .baud = 115200};
  line.rs485 = Rs485{};
  Bus bus{{.rtu = line, .response_timeout = response_timeout}, {{.registers = two_registers()}}, clock};
  CHECK(text(bus.poll(clock.now()).readings) == unknown);
  CHECK_THAT(bus.report().detail, Catch::Contains("does not switch the direction of RS-485") &&
                                      Catch::Contains("remove rs485 = \"kernel\""));
  CHECK(bus.counters().open_failures == 1);
}
