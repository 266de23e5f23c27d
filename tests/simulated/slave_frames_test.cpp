#include "drivers/simulated/wires/slave_frames.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace liftbox::simulated;

namespace {

Bytes with_crc(Bytes bytes) {
  const std::uint16_t crc = crc16(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return bytes;
}

SlaveFrames slave() {
  SlaveFrames frames{1};
  frames.load(std::array<std::uint16_t, 3>{0x0102, 0xFFFE, 3});
  return frames;
}

}  // namespace

TEST_CASE("the CRC is that of the standard's example") {
  // MODBUS over Serial Line V1.02, appendix B: 02 07 has the CRC 1241 (hex), low byte first.
  CHECK(crc16(Bytes{0x02, 0x07}) == 0x1241);
}

TEST_CASE("holding registers are read, high byte first") {
  SlaveFrames frames = slave();
  CHECK(frames.answer_rtu(with_crc({1, 3, 0, 0, 0, 2})) == with_crc({1, 3, 4, 0x01, 0x02, 0xFF, 0xFE}));
  CHECK(frames.answer_tcp(Bytes{0, 7, 0, 0, 0, 6, 1, 3, 0, 2, 0, 1}) ==
        Bytes{0, 7, 0, 0, 0, 5, 1, 3, 2, 0, 3});
  CHECK(frames.requests() == 2);
}

TEST_CASE("what cannot be answered is an exception") {
  SlaveFrames frames = slave();
  CHECK(frames.answer_rtu(with_crc({1, 4, 0, 0, 0, 1})) == with_crc({1, 0x84, 1}));
  CHECK(frames.answer_rtu(with_crc({1, 3, 0, 2, 0, 2})) == with_crc({1, 0x83, 2}));
  CHECK(frames.answer_rtu(with_crc({1, 3, 0, 0, 0, 0})) == with_crc({1, 0x83, 3}));
  CHECK(frames.answer_rtu(with_crc({1, 3, 0, 0, 0, 126})) == with_crc({1, 0x83, 3}));
  CHECK(frames.writes_refused() == 0);
}

TEST_CASE("writes are refused and counted") {
  SlaveFrames frames = slave();
  CHECK(frames.answer_rtu(with_crc({1, 6, 0, 0, 0, 1})) == with_crc({1, 0x86, 1}));
  CHECK(frames.answer_rtu(with_crc({1, 16, 0, 0, 0, 1, 2, 0, 9})) == with_crc({1, 0x90, 1}));
  CHECK(frames.writes_refused() == 2);

  SECTION("those to everybody too, which nobody answers") {
    CHECK_FALSE(frames.answer_rtu(with_crc({0, 6, 0, 0, 0, 1})));
    CHECK(frames.writes_refused() == 3);
  }
}

TEST_CASE("what is broken or for somebody else gets no answer") {
  SlaveFrames frames = slave();
  Bytes broken = with_crc({1, 3, 0, 0, 0, 1});
  broken.back() ^= 1U;
  CHECK_FALSE(frames.answer_rtu(broken));
  CHECK_FALSE(frames.answer_rtu(with_crc({2, 3, 0, 0, 0, 1})));
  CHECK_FALSE(frames.answer_rtu(Bytes{1, 3}));
  CHECK_FALSE(frames.answer_tcp(Bytes{0, 7, 0, 0, 0, 6, 9, 3, 0, 2, 0, 1}));
  CHECK_FALSE(frames.answer_tcp(Bytes{0, 7, 0, 1, 0, 6, 1, 3, 0, 2, 0, 1}));
  CHECK(frames.requests() == 0);
}

TEST_CASE("the length of a request is known from its first bytes, where the function tells it") {
  CHECK(SlaveFrames::rtu_length(Bytes{1}) == std::nullopt);
  CHECK(SlaveFrames::rtu_length(Bytes{1, 3}) == 8);
  CHECK(SlaveFrames::rtu_length(Bytes{1, 16, 0, 0, 0, 1}) == std::nullopt);
  CHECK(SlaveFrames::rtu_length(Bytes{1, 16, 0, 0, 0, 1, 2}) == 11);
  CHECK(SlaveFrames::rtu_length(Bytes{1, 43, 14, 1, 0}) == std::nullopt);
}
