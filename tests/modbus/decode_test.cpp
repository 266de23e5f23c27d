#include "protocols/modbus/decode.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <limits>
#include <vector>

using namespace liftbox;
using namespace liftbox::modbus;

namespace {

using Words = std::vector<std::uint16_t>;

std::optional<Value> value(const RegisterEntry& entry, const Words& words) {
  return decode(entry, words);
}

Words words_of(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  return {static_cast<std::uint16_t>(bits >> 16), static_cast<std::uint16_t>(bits & 0xFFFF)};
}

}  // namespace

TEST_CASE("whole numbers of one and two registers", "[modbus]") {
  CHECK(value({.signal = Signal::car_speed, .wire = {.type = RegisterType::u16}}, {1750}) == 1750);
  CHECK(value({.signal = Signal::cabinet_temperature, .wire = {.type = RegisterType::i16}}, {0xFFCE}) == -50);
  CHECK(value({.signal = Signal::car_position, .wire = {.type = RegisterType::u32}}, {0x0001, 0x0002}) ==
        65538);
  CHECK(value({.signal = Signal::car_position, .wire = {.type = RegisterType::i32}}, {0xFFFF, 0xFF9C}) ==
        -100);
}

TEST_CASE("the low word may come first", "[modbus]") {
  const RegisterEntry entry{.signal = Signal::car_position,
                            .wire = {.type = RegisterType::i32, .word_order = WordOrder::little}};
  CHECK(value(entry, {0xFF9C, 0xFFFF}) == -100);
}

TEST_CASE("floating point is scaled and rounded to the signal's unit", "[modbus]") {
  const RegisterEntry metres{.signal = Signal::car_position,
                             .wire = {.type = RegisterType::f32, .scale = 1000}};
  CHECK(value(metres, words_of(12.3456F)) == 12346);
  CHECK(value(metres, words_of(-1.5F)) == -1500);

  SECTION("what is no number is no value") {
    CHECK(value(metres, words_of(std::numeric_limits<float>::quiet_NaN())) == std::nullopt);
    CHECK(value(metres, words_of(std::numeric_limits<float>::infinity())) == std::nullopt);
    CHECK(value(metres, words_of(1e30F)) == std::nullopt);
  }
}

TEST_CASE("scale and offset", "[modbus]") {
  const RegisterEntry per_cent{.signal = Signal::load_kg, .wire = {.scale = 6.3, .offset = -20}};
  CHECK(value(per_cent, {50}) == 295);
  CHECK(value(per_cent, {0}) == -20);
}

TEST_CASE("switches packed into one register", "[modbus]") {
  RegisterEntry entry{.signal = Signal::safety_chain,
                      .wire = {.bits = Register::Bits{.first = 6, .count = 1}}};
  CHECK(value(entry, {0x0040}) == 1);
  CHECK(value(entry, {0xFFBF}) == 0);
  entry.inverted = true;
  CHECK(value(entry, {0x0040}) == 0);
  CHECK(value(entry, {0xFFBF}) == 1);

  const RegisterEntry field{.signal = Signal::floor,
                            .wire = {.bits = Register::Bits{.first = 8, .count = 6}}};
  CHECK(value(field, {0xFFFF}) == 63);
  CHECK(value({.signal = Signal::floor, .wire = {.bits = Register::Bits{.first = 0, .count = 16}}}, {200}) ==
        200);
}

TEST_CASE("a number that is not listed is a lying register", "[modbus]") {
  const RegisterEntry entry{.signal = Signal::car_direction, .enumerators = {{0, 0}, {16, 1}, {32, 2}}};
  CHECK(value(entry, {32}) == 2);
  CHECK(value(entry, {1}) == std::nullopt);
}

TEST_CASE("a value outside the signal's range is no value", "[modbus]") {
  CHECK(value({.signal = Signal::service_mode}, {7}) == 7);
  CHECK(value({.signal = Signal::service_mode}, {8}) == std::nullopt);
  CHECK(value({.signal = Signal::car_speed}, {20'001}) == std::nullopt);
  CHECK(value({.signal = Signal::car_moving, .wire = {.type = RegisterType::bit}}, {2}) == std::nullopt);
  CHECK(value({.signal = Signal::car_moving, .inverted = true}, {2}) == std::nullopt);
}
