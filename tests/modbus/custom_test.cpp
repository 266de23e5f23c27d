#include <catch2/catch.hpp>

#include "tests/modbus/bus_bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// Speed at 2; beside it, unknown to any rule, a motor's temperature in 0.1 degrees and the energy used.
RegisterMap with_custom() {
  RegisterMap map{"test", {{.signal = Signal::car_speed, .wire = {.address = 2}}}};
  map.custom = {
      {"custom.motor_temperature", "degC", {.address = 3, .type = RegisterType::i16, .scale = 0.1}},
      {"custom.energy", "kWh", {.address = 4, .type = RegisterType::u32, .scale = 0.001, .offset = 5}}};
  return map;
}

std::string measured(const std::vector<Measurement>& measurements) {
  std::string text;
  for (const Measurement& m : measurements) {
    char number[32] = "?";
    if (m.value) std::snprintf(number, sizeof number, "%.10g", *m.value);
    text += m.name.substr(7) + "=" + number + " ";
  }
  return text;
}

const std::vector<std::uint16_t> registers_2_to_5{1000, 0xFFCE, 0x0001, 0x0002};

}  // namespace

TEST_CASE("custom registers are read with their neighbours, and measured rather than judged", "[modbus]") {
  const auto wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{wire, {says(registers_2_to_5)}, with_custom()};
  CHECK(bench.bus.bindings().front().bindings.size() == 1);
  const auto poll = bench.bus.poll(bench.clock.now());
  CHECK(text(poll.readings) == "car_speed=1000 ");
  CHECK(measured(poll.measurements) == "motor_temperature=-5 energy=70.538 ");
  CHECK(poll.measurements[0].at == poll.readings[0].at);
  CHECK(bench.counts() == "answers 1");
}

TEST_CASE("a silent controller makes custom values unknown, once", "[modbus]") {
  Bench bench{Wire::rtu, {silent(), silent(), silent(), silent(), says(registers_2_to_5)}, with_custom()};
  std::string told;
  for (int i = 0; i < 5; ++i) {
    const auto poll = bench.bus.poll(std::max(bench.clock.now(), bench.next));
    bench.next = poll.next;
    told += measured(poll.measurements);
  }
  CHECK(told == "motor_temperature=? energy=? motor_temperature=-5 energy=70.538 ");
}

TEST_CASE("content that is no number is unknown and counts as a bad value", "[modbus]") {
  RegisterMap map{"test", {}};
  map.custom = {{"custom.pressure", "bar", {.address = 0, .type = RegisterType::f32}}};
  Bench bench{Wire::tcp, {says({0x7FC0, 0x0000}), says({0x3FC0, 0x0000})}, map};
  CHECK(measured(bench.bus.poll(bench.clock.now()).measurements) == "pressure=? ");
  CHECK(bench.count("bad_values") == 1);
  CHECK(measured(bench.bus.poll(bench.clock.now() + Duration{2000}).measurements) == "pressure=1.5 ");
}

TEST_CASE("bits of a register are measured as a number", "[modbus]") {
  RegisterMap map{"test", {}};
  map.custom = {{"custom.fan_level", "", {.address = 0, .bits = Register::Bits{.first = 4, .count = 3}}}};
  Bench bench{Wire::tcp, {says({0x0050})}, map};
  CHECK(measured(bench.bus.poll(bench.clock.now()).measurements) == "fan_level=5 ");
}

TEST_CASE("a custom register that the controller does not have costs no signal", "[modbus]") {
  RegisterMap map = with_custom();
  map.custom.resize(1);
  Bench bench{Wire::tcp, {refuses(2), says({1000}), refuses(2)}, map};
  std::string readings;
  std::string measurements;
  for (int i = 0; i < 3; ++i) {
    const auto poll = bench.bus.poll(std::max(bench.clock.now(), bench.next));
    bench.next = poll.next;
    readings += text(poll.readings);
    measurements += measured(poll.measurements);
  }
  CHECK(readings == "car_speed=1000 ");
  CHECK(measurements == "motor_temperature=? ");
}
