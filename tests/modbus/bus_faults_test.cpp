#include <catch2/catch.hpp>

#include "tests/modbus/bus_bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// What a faulty answer looks like, and as what it must be counted.
struct Fault {
  std::string name;
  Step step;
  std::string counted;
};

Bytes cut(Bytes frame, std::size_t size) {
  frame.resize(size);
  return frame;
}
Bytes flip(Bytes frame, std::size_t at) {
  frame[at] ^= 0x10;
  return frame;
}
Request of_unit(Request request, std::uint8_t unit) {
  request.unit = unit;
  return request;
}
Request of_function(Request request, std::uint8_t function) {
  request.function = function;
  return request;
}

std::vector<Fault> faults_on_any_wire() {
  return {
      {"silence", silent(), "timeouts"},
      {"half an answer", bytes([](const Request& r) {
         return cut(registers(r, {1000, 75}), r.tcp ? 11 : 5);
       }),
       "short_answers"},
      {"one byte", bytes([](const Request& r) {
         return cut(registers(r, {1000, 75}), 1);
       }),
       "short_answers"},
      {"one register instead of two", says({1000}), "short_answers"},
      {"three registers instead of two", says({1000, 75, 1}), "foreign_answers"},
      {"another unit", bytes([](const Request& r) {
         return registers(of_unit(r, 9), {1000, 75});
       }),
       "foreign_answers"},
      {"another function", bytes([](const Request& r) {
         return registers(of_function(r, 4), {1000, 75});
       }),
       "foreign_answers"},
      {"refusal of another function", bytes([](const Request& r) { return refusal(of_function(r, 4), 2); }),
       "foreign_answers"},
  };
}

std::vector<Fault> faults_on_rtu() {
  return {
      {"wrong CRC", bytes([](const Request& r) {
         return flip(registers(r, {1000, 75}), 8);
       }),
       "crc_errors"},
      {"a bit flipped in the data", bytes([](const Request& r) {
         return flip(registers(r, {1000, 75}), 4);
       }),
       "crc_errors"},
      {"a bit flipped in the unit", bytes([](const Request& r) {
         return flip(registers(r, {1000, 75}), 0);
       }),
       "crc_errors"},
      {"a damaged refusal", bytes([](const Request& r) { return flip(refusal(r, 2), 4); }), "crc_errors"},
      {"half a refusal", bytes([](const Request& r) { return cut(refusal(r, 2), 3); }), "short_answers"},
      {"noise", bytes([](const Request&) {
         return Bytes{0xFF, 0x00, 0xA5};
       }),
       "garbage"},
  };
}

std::vector<Fault> faults_on_tcp() {
  return {
      {"another protocol", bytes([](const Request& r) {
         return flip(registers(r, {1000, 75}), 2);
       }),
       "garbage"},
      {"a length that cannot be", bytes([](const Request& r) {
         return flip(registers(r, {1000, 75}), 4);
       }),
       "garbage"},
      {"a transaction never begun", bytes([](Request r) {
         ++r.transaction;
         return registers(r, {1000, 75});
       }),
       "foreign_answers"},
  };
}

/// It is counted as what it is, once, and forgiven.
void check_fault(Wire wire, const Fault& fault) {
  INFO(fault.name << (wire == Wire::rtu ? " on RTU" : " on TCP"));
  Bench bench{wire, {fault.step, answers()}};
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 1 " + fault.counted + " 1");
  CHECK(bench.count("requests") == 2);
}

}  // namespace

TEST_CASE("every way of answering wrongly is counted as what it is", "[modbus]") {
  for (const Fault& fault : faults_on_any_wire()) {
    check_fault(Wire::rtu, fault);
    check_fault(Wire::tcp, fault);
  }
  for (const Fault& fault : faults_on_rtu()) check_fault(Wire::rtu, fault);
  for (const Fault& fault : faults_on_tcp()) check_fault(Wire::tcp, fault);
}

TEST_CASE("three wrong answers in a row make signals unknown, the next right one known", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{
      wire, {answers(), silent(), says({1}), answers(), silent(), says({1}), silent(), silent(), answers()}};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == unknown);
  CHECK_FALSE(bench.bus.report().healthy);
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == good);
  CHECK(bench.bus.report().healthy);
  CHECK(bench.counts() == "answers 3 timeouts 4 short_answers 2");
  CHECK(bench.adds_up());
}

TEST_CASE("a refusal makes its signals unknown at once and is counted by code", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  std::vector<Step> script;
  const std::vector<std::uint8_t> codes{1, 4, 7, 8, 77};
  for (const std::uint8_t code : codes) {
    script.push_back(answers());
    script.push_back(refuses(code));
  }
  script.push_back(answers());
  Bench bench{wire, script};
  for (std::size_t i = 0; i < codes.size(); ++i) {
    CHECK(text(bench.poll()) == good);
    CHECK(text(bench.poll()) == unknown);
  }
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() ==
        "answers 6 exception_01 1 exception_04 1 exception_07 1 exception_08 1 exception_77 1");
  CHECK(bench.adds_up());
}

TEST_CASE("a late answer is never taken for the answer to a later request", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{wire, {says({1, 1}, late_ms), says({2, 2}), says({3, 3})}};
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == "car_speed=2 load_kg=2 ");
  CHECK(text(bench.poll()) == "car_speed=3 load_kg=3 ");
  CHECK(bench.counts() == "answers 2 timeouts 1 late_answers 1");
  CHECK(bench.adds_up());
}

TEST_CASE("after an answer that was two timeouts late the requests find back into step", "[modbus]") {
  // The first answer comes as if it were the second; the second must not pass for the third.
  Bench bench{Wire::rtu,
              {[](const Request& r) {
                 return std::vector<Act>{{300, registers(r, {1, 1})}, {30, registers(r, {2, 2})}};
               },
               says({3, 3}), says({4, 4})}};
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == "car_speed=1 load_kg=1 ");
  CHECK(text(bench.poll()) == "car_speed=4 load_kg=4 ");
  CHECK(bench.counts() == "answers 2 timeouts 1 late_answers 1");
}

TEST_CASE("an answer is found behind noise and behind somebody else's frame", "[modbus]") {
  const auto noise = [](const Request&) { return Bytes{0xFF, 0x01, 0x03}; };
  const auto other = [](const Request& r) { return registers(of_unit(r, 9), {7, 7}); };
  Bench bench{Wire::rtu,
              {bytes([=](const Request& r) {
                 return noise(r) + registers(r, {1000, 75});
               }),
               bytes([=](const Request& r) {
                 return other(r) + registers(r, {1000, 75});
               }),
               [=](const Request& r) {
                 return std::vector<Act>{{0, other(r)}, {5, registers(r, {1000, 75})}};
               }}};
  for (int i = 0; i < 3; ++i) CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 3 resyncs 3");
}

TEST_CASE("somebody who babbles is given up", "[modbus]") {
  Bench bench{Wire::rtu, {bytes([](const Request&) { return Bytes(2000, 0x55); }), answers()}};
  CHECK(text(bench.poll()).empty());
  CHECK(text(bench.poll()) == good);
  CHECK(bench.count("garbage") == 1);
  CHECK(bench.count("answers") == 1);
}

TEST_CASE("a register that cannot be makes its signal unknown, not its neighbour", "[modbus]") {
  Bench bench{Wire::rtu, {says({60'000, 75})}};
  CHECK(text(bench.poll()) == "car_speed=? load_kg=75 ");
  CHECK(bench.counts() == "answers 1 bad_values 1");
}
