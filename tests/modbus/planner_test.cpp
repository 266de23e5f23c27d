#include "protocols/modbus/planner.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;
using namespace liftbox::modbus;
using namespace std::chrono_literals;

namespace {

RegisterEntry at(std::uint16_t address, RegisterType type = RegisterType::u16, Duration interval = 1s,
                 Function function = Function::read_holding_registers) {
  return {.signal = Signal::load_kg,
          .function = function,
          .address = address,
          .type = type,
          .interval = interval};
}

/// "03:0+5 04:7+1"
std::string plan(const std::vector<RegisterEntry>& entries) {
  std::string text;
  for (const Block& block : plan_blocks(entries))
    text += (text.empty() ? "0" : " 0") + std::to_string(static_cast<int>(block.request.function)) + ":" +
            std::to_string(block.request.address) + "+" + std::to_string(block.request.count);
  return text;
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

TEST_CASE("a small gap is read across, a large one is not", "[modbus]") {
  CHECK(plan({at(0), at(5)}) == "03:0+6");
  CHECK(plan({at(0), at(6)}) == "03:0+1 03:6+1");
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
  const std::vector<Block> blocks = plan_blocks(entries);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].interval == 200ms);
  CHECK(blocks[0].entries == std::vector<std::size_t>{0, 1});
}

TEST_CASE("the most overdue block goes first and missed turns are not made up for", "[modbus]") {
  const std::vector<RegisterEntry> entries{at(0, RegisterType::u16, 1s), at(100, RegisterType::u16, 200ms)};
  const std::vector<Block> blocks = plan_blocks(entries);
  const Moment start{10s};
  Schedule schedule{blocks, start};
  CHECK(schedule.most_overdue() == 0);
  schedule.done(0, start + 10ms);
  CHECK(schedule.due(0) == start + 1s);
  CHECK(schedule.most_overdue() == 1);
  schedule.done(1, start + 20ms);
  CHECK(schedule.next() == start + 200ms);
  schedule.done(1, start + 900ms);
  CHECK(schedule.next() == start + 1s);
  CHECK(schedule.due(1) == start + 1100ms);
}
