#include "protocols/modbus/planner.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;
using namespace liftbox::modbus;
using namespace std::chrono_literals;

namespace {

RegisterEntry at(std::uint16_t address, RegisterType type = RegisterType::u16, Duration interval = 1s,
                 Function function = Function::read_holding_registers) {
  return {.signal = Signal::load_kg,
          .wire = {.function = function, .address = address, .type = type, .interval = interval}};
}

Unit unit_of(std::vector<RegisterEntry> entries, BlockLimits limits = {}) {
  return {.registers = {"test", std::move(entries), "", limits}};
}

/// "03:0+5 04:7+1"
std::string text(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks)
    text += (text.empty() ? "0" : " 0") + std::to_string(static_cast<int>(block.request.function)) + ":" +
            std::to_string(block.request.address) + "+" + std::to_string(block.request.count);
  return text;
}
std::string plan(std::vector<RegisterEntry> entries, BlockLimits limits = {}) {
  return text(plan_blocks(unit_of(std::move(entries), limits)));
}

}  // namespace

TEST_CASE("neighbouring registers are read with one request", "[modbus]") {
  CHECK(plan({at(0), at(1), at(2)}) == "03:0+3");
  CHECK(plan({at(2), at(0), at(1)}) == "03:0+3");
  CHECK(plan({at(3, RegisterType::i32), at(5)}) == "03:3+3");
  CHECK(plan({at(8), at(8), at(8)}) == "03:8+1");
  CHECK(plan({at(3, RegisterType::u32), at(4)}) == "03:3+2");
  CHECK(plan({}).empty());
}

TEST_CASE("a gap is read across while that is cheaper than a second request", "[modbus]") {
  CHECK(plan({at(0), at(10)}) == "03:0+11");
  CHECK(plan({at(0), at(12)}) == "03:0+1 03:12+1");
}

TEST_CASE("what is wanted rarely is not read with what is wanted often, but for next to nothing",
          "[modbus]") {
  CHECK(plan({at(0, RegisterType::u16, 100ms), at(1, RegisterType::u16, 10s)}) == "03:0+1 03:1+1");
  CHECK(plan({at(0, RegisterType::u16, 200ms), at(1, RegisterType::u16, 500ms)}) == "03:0+2");
  // In the middle it costs less than cutting the fast ones in two.
  CHECK(plan({at(0, RegisterType::u16, 100ms), at(1, RegisterType::u16, 10s),
              at(2, RegisterType::u16, 100ms)}) == "03:0+3");
}

TEST_CASE("a controller's own limits are kept", "[modbus]") {
  CHECK(plan({at(0), at(2)}, {.max_gap = 0}) == "03:0+1 03:2+1");
  CHECK(plan({at(0), at(1), at(2), at(3)}, {.max_registers = 3}).size() == 13);
}

TEST_CASE("a refused block is cut at its holes, then register by register", "[modbus]") {
  const Unit unit = unit_of({at(0), at(1), at(4), at(5), at(5)});
  const std::vector<Block> whole = plan_blocks(unit);
  REQUIRE(text(whole) == "03:0+6");
  const std::vector<Block> pieces = split(whole[0], unit);
  CHECK(text(pieces) == "03:0+2 03:4+2");
  CHECK(text(split(pieces[1], unit)) == "03:4+1 03:5+1");
  CHECK(text(split(split(pieces[1], unit)[1], unit)) == "03:5+1");
}

TEST_CASE("functions are not mixed", "[modbus]") {
  CHECK(plan({at(0), at(1, RegisterType::u16, 1s, Function::read_input_registers)}) == "03:0+1 04:1+1");
}

TEST_CASE("no request asks for more than the protocol allows", "[modbus]") {
  std::vector<RegisterEntry> registers;
  for (std::uint16_t i = 0; i < 300; ++i) registers.push_back(at(i));
  CHECK(plan(registers) == "03:0+125 03:125+125 03:250+50");

  std::vector<RegisterEntry> bits;
  for (std::uint16_t i = 0; i < 2500; ++i)
    bits.push_back(at(i, RegisterType::bit, 1s, Function::read_discrete_inputs));
  CHECK(plan(bits) == "02:0+2000 02:2000+500");

  SECTION("a value of two registers is not cut in half") {
    registers.resize(124);
    registers.push_back(at(124, RegisterType::u32));
    CHECK(plan(registers) == "03:0+124 03:124+2");
  }
  SECTION("the last address of all") {
    CHECK(plan({at(65'535)}) == "03:65535+1");
  }
}

TEST_CASE("a block is read as often as its most urgent register", "[modbus]") {
  const std::vector<RegisterEntry> entries{at(0, RegisterType::u16, 1s), at(1, RegisterType::u16, 200ms)};
  const std::vector<Block> blocks = plan_blocks(unit_of(entries));
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].interval == 200ms);
  CHECK(blocks[0].entries == std::vector<std::size_t>{0, 1});
}
