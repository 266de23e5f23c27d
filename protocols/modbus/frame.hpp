#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocols/modbus/register_map.hpp"

namespace liftbox::modbus {

/// The one question this program can ask. There is no type for any other, so none can be sent.
struct ReadRequest {
  std::uint8_t unit = 1;
  Function function = Function::read_holding_registers;
  std::uint16_t address = 0;
  std::uint16_t count = 1;  ///< registers, or bits for functions 01 and 02
};

constexpr bool reads_bits(Function function) {
  return function == Function::read_coils || function == Function::read_discrete_inputs;
}
inline constexpr int max_registers = 125;
inline constexpr int max_bits = 2000;
inline constexpr std::size_t rtu_request_size = 8;  ///< unit, function, address, count, CRC

/// How a request ended. Each ends in exactly one way.
enum class Outcome : std::uint8_t {
  answer,
  exception,       ///< the unit refuses
  timeout,         ///< not one byte
  crc_error,       ///< an answer of the right length, damaged
  short_answer,    ///< the beginning of an answer, or one with fewer values than asked for
  foreign_answer,  ///< intact, but of another unit or function, or to a question never asked
  garbage,         ///< bytes that are no frame
  disconnected,    ///< the device went away
  yielded,         ///< never asked: another master has the line
};

/// What the bytes received so far amount to, should no more come.
struct Answer {
  Outcome outcome = Outcome::timeout;
  std::vector<std::uint16_t> values{};  ///< one for each register or bit
  std::uint8_t exception = 0;
  bool resynced = false;  ///< found behind bytes that did not belong to it
  bool echoed = false;    ///< the request itself was heard first
  int late = 0;           ///< answers to earlier requests passed over (TCP only: RTU has no numbers)

  bool complete() const { return outcome == Outcome::answer || outcome == Outcome::exception; }
};

std::uint16_t crc16(std::span<const std::uint8_t> bytes);

std::vector<std::uint8_t> rtu_frame(const ReadRequest& request);
Answer parse_rtu(std::span<const std::uint8_t> bytes, const ReadRequest& request);
/// Whether among the bytes there is a request, or any frame, with a right CRC: somebody speaks Modbus.
bool holds_request(std::span<const std::uint8_t> bytes);
bool holds_frame(std::span<const std::uint8_t> bytes);

std::vector<std::uint8_t> tcp_frame(std::uint16_t transaction, const ReadRequest& request);
Answer parse_tcp(std::span<const std::uint8_t> bytes, std::uint16_t transaction, const ReadRequest& request);

}  // namespace liftbox::modbus
