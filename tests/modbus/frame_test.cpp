#include "protocols/modbus/frame.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace liftbox::modbus;
using Bytes = std::vector<std::uint8_t>;

TEST_CASE("a request looks as the specification prints it", "[modbus]") {
  // Modbus application protocol 1.1b3, 6.3: registers 108 to 110, counted from 1.
  const ReadRequest request{0x11, Function::read_holding_registers, 0x6B, 3};
  CHECK(rtu_frame(request) == Bytes{0x11, 0x03, 0x00, 0x6B, 0x00, 0x03, 0x76, 0x87});
  CHECK(tcp_frame(0x0102, request) ==
        Bytes{0x01, 0x02, 0x00, 0x00, 0x00, 0x06, 0x11, 0x03, 0x00, 0x6B, 0x00, 0x03});
}

TEST_CASE("coils are unpacked lowest bit first", "[modbus]") {
  const ReadRequest request{1, Function::read_coils, 0x13, 0x13};
  const Bytes pdu{0x00, 0x07, 0x00, 0x00, 0x00, 0x06, 0x01, 0x01, 0x03, 0xCD, 0x6B, 0x05};
  const Answer answer = parse_tcp(pdu, 7, request);
  CHECK(answer.outcome == Outcome::answer);
  CHECK(answer.values == std::vector<std::uint16_t>{1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1});
}

TEST_CASE("transaction numbers go round", "[modbus]") {
  const ReadRequest request{1, Function::read_holding_registers, 0, 1};
  const Bytes late{0xFF, 0xFF, 0, 0, 0, 5, 1, 3, 2, 0, 1};
  const Bytes ours{0x00, 0x00, 0, 0, 0, 5, 1, 3, 2, 0, 2};
  Bytes both = late;
  both.insert(both.end(), ours.begin(), ours.end());
  CHECK(parse_tcp(late, 0, request).outcome == Outcome::timeout);
  const Answer answer = parse_tcp(both, 0, request);
  CHECK(answer.outcome == Outcome::answer);
  CHECK(answer.late == 1);
  CHECK(answer.values == std::vector<std::uint16_t>{2});
}

TEST_CASE("no bytes whatever upset the parser", "[modbus]") {
  const std::uint64_t seed = 20260105;
  std::mt19937_64 random{seed};
  const ReadRequest request{1, Function::read_holding_registers, 0, 4};
  const auto pick = [&](std::uint64_t below) { return random() % below; };
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes(pick(40));
    // Mostly bytes that matter: unit, function, lengths.
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(pick(3) == 0 ? random() : pick(9));
    const Answer rtu = parse_rtu(bytes, request);
    CHECK_FALSE((rtu.outcome == Outcome::answer && rtu.values.size() != 4));
    const Answer tcp = parse_tcp(bytes, 3, request);
    CHECK_FALSE((tcp.outcome == Outcome::answer && tcp.values.size() != 4));
  }
}
