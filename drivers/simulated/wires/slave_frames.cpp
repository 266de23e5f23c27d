#include "drivers/simulated/wires/slave_frames.hpp"

namespace liftbox::simulated {
namespace {

// MODBUS Application Protocol V1.1b3, sections 6 and 7.
constexpr std::uint8_t read_holding_registers = 3;
constexpr std::uint8_t write_many_coils = 15;
constexpr std::uint8_t write_many_registers = 16;
constexpr std::uint8_t illegal_function = 1;
constexpr std::uint8_t illegal_address = 2;
constexpr std::uint8_t illegal_value = 3;
constexpr std::size_t most_registers = 125;
constexpr std::uint8_t broadcast = 0;

std::size_t word(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::size_t>(bytes[at] << 8U | bytes[at + 1]);
}

void append_word(Bytes& bytes, std::size_t word) {
  bytes.push_back(static_cast<std::uint8_t>(word >> 8U));
  bytes.push_back(static_cast<std::uint8_t>(word & 0xFFU));
}

bool writes(std::uint8_t function) {
  return function == 5 || function == 6 || function == write_many_coils || function == write_many_registers ||
         function == 21 || function == 22 || function == 23;
}

Bytes exception(std::uint8_t function, std::uint8_t code) {
  return {static_cast<std::uint8_t>(function | 0x80U), code};
}

}  // namespace

std::uint16_t crc16(std::span<const std::uint8_t> bytes) {
  constexpr unsigned polynomial = 0xA001;  // MODBUS over Serial Line V1.02, appendix B, reflected
  unsigned crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1U) ^ polynomial : crc >> 1U;
  }
  return static_cast<std::uint16_t>(crc);
}

std::optional<Bytes> SlaveFrames::answer_rtu(std::span<const std::uint8_t> frame) {
  constexpr std::size_t shortest = 4;
  constexpr std::size_t around_pdu = 3;  // unit, CRC
  if (frame.size() < shortest || crc16(frame) != 0 || !takes(frame[0], frame[1])) return std::nullopt;
  Bytes bytes{unit_};
  const Bytes pdu = answer(frame.subspan(1, frame.size() - around_pdu));
  bytes.insert(bytes.end(), pdu.begin(), pdu.end());
  const std::uint16_t crc = crc16(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return bytes;
}

std::optional<Bytes> SlaveFrames::answer_tcp(std::span<const std::uint8_t> frame) {
  constexpr std::size_t header = 7;  // transaction, protocol 0, length, unit
  constexpr std::size_t unit_at = header - 1;
  if (frame.size() <= header || word(frame, 2) != 0 || !takes(frame[unit_at], frame[header]))
    return std::nullopt;
  const Bytes pdu = answer(frame.subspan(header));
  Bytes bytes{frame[0], frame[1], 0, 0};
  append_word(bytes, pdu.size() + 1);
  bytes.push_back(unit_);
  bytes.insert(bytes.end(), pdu.begin(), pdu.end());
  return bytes;
}

std::optional<std::size_t> SlaveFrames::rtu_length(std::span<const std::uint8_t> begun) {
  constexpr std::size_t two_words = 8;  // unit, function, two words, CRC
  constexpr std::size_t count_at = 6;
  if (begun.size() < 2) return std::nullopt;
  if (begun[1] >= 1 && begun[1] <= 6) return two_words;
  const bool counted = begun[1] == write_many_coils || begun[1] == write_many_registers;
  if (!counted || begun.size() <= count_at) return std::nullopt;
  return two_words + 1 + begun[count_at];
}

/// Writes to everybody are counted too; nobody answers them.
bool SlaveFrames::takes(std::uint8_t unit, std::uint8_t function) {
  if (unit != unit_ && unit != broadcast) return false;
  ++requests_;
  if (writes(function)) ++writes_refused_;
  return unit == unit_;
}

Bytes SlaveFrames::answer(std::span<const std::uint8_t> pdu) const {
  constexpr std::size_t size = 5;
  const std::uint8_t function = pdu[0];
  if (function != read_holding_registers) return exception(function, illegal_function);
  if (pdu.size() != size) return exception(function, illegal_value);
  const std::size_t first = word(pdu, 1);
  const std::size_t count = word(pdu, 3);
  if (count == 0 || count > most_registers) return exception(function, illegal_value);
  if (first + count > registers_.size()) return exception(function, illegal_address);
  Bytes bytes{function, static_cast<std::uint8_t>(2 * count)};
  for (std::size_t i = first; i < first + count; ++i) append_word(bytes, registers_[i]);
  return bytes;
}

}  // namespace liftbox::simulated
