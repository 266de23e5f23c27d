#include "protocols/modbus/frame.hpp"

#include <algorithm>

namespace liftbox::modbus {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t exception_flag = 0x80;
constexpr std::size_t crc_size = 2;
constexpr std::size_t rtu_exception_size = 5;  // unit, function, code, CRC
constexpr std::size_t min_rtu_frame = 4;       // unit, function, CRC
constexpr std::size_t mbap_size = 7;           // transaction, protocol, length, unit
constexpr std::size_t max_mbap_length = 254;   // unit and 253 bytes
constexpr std::uint16_t half_circle = 0x8000;

std::uint16_t word(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}
void append_word(std::vector<std::uint8_t>& bytes, std::uint16_t word) {
  bytes.push_back(static_cast<std::uint8_t>(word >> 8));
  bytes.push_back(static_cast<std::uint8_t>(word & 0xFF));
}

std::uint8_t number(Function function) {
  return static_cast<std::uint8_t>(function);
}

/// Bytes of data in the answer that was asked for.
std::size_t data_size(const ReadRequest& request) {
  return reads_bits(request.function) ? (request.count + 7U) / 8U : request.count * 2U;
}

std::vector<std::uint16_t> values(Bytes data, const ReadRequest& request) {
  std::vector<std::uint16_t> out(request.count);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = reads_bits(request.function) ? static_cast<std::uint16_t>(data[i / 8] >> (i % 8) & 1)
                                          : word(data, 2 * i);
  return out;
}

/// Function, then data or exception code: what RTU and TCP have in common, known to be intact.
Answer judge(Bytes pdu, const ReadRequest& request) {
  if (pdu.size() >= 2 && pdu[0] == (number(request.function) | exception_flag))
    return {.outcome = Outcome::exception, .exception = pdu[1]};
  if (pdu.size() < 2 || pdu[0] != number(request.function)) return {.outcome = Outcome::foreign_answer};
  const std::size_t wanted = data_size(request);
  const std::size_t got = std::min<std::size_t>(pdu[1], pdu.size() - 2);
  if (got < wanted) return {.outcome = Outcome::short_answer};
  if (pdu.size() - 2 != wanted || pdu[1] != wanted) return {.outcome = Outcome::foreign_answer};
  return {.outcome = Outcome::answer, .values = values(pdu.subspan(2), request)};
}

bool intact(Bytes frame) {
  const Bytes body = frame.first(frame.size() - crc_size);
  const auto crc = static_cast<std::uint16_t>(frame[body.size()] | frame[body.size() + 1] << 8);
  return crc16(body) == crc;
}

/// The answer or exception that begins with the first byte, or nothing complete.
Answer complete_at_front(Bytes bytes, const ReadRequest& request) {
  if (bytes.size() < rtu_exception_size || bytes[0] != request.unit) return {};
  const bool exception = bytes[1] == (number(request.function) | exception_flag);
  const std::size_t size = exception ? rtu_exception_size : 3 + data_size(request) + crc_size;
  if (bytes.size() < size || !intact(bytes.first(size))) return {};
  return judge(bytes.first(size).subspan(1, size - 1 - crc_size), request);
}

/// What a request that begins here measures, 0 if none does. A right CRC at any length is found in every
/// hundred bytes of noise or so.
std::size_t size_of_request(Bytes bytes) {
  const std::uint8_t function = bytes[1];
  if (function >= 1 && function <= 6) return rtu_request_size;
  const bool writes_several = function == 15 || function == 16;
  return writes_several && bytes.size() > rtu_request_size ? rtu_request_size + 1U + bytes[6] : 0;
}

std::size_t size_of_answer(Bytes bytes) {
  const std::uint8_t function = bytes[1];
  if ((function & exception_flag) != 0) return rtu_exception_size;
  return function >= 1 && function <= 4 ? rtu_exception_size + bytes[2] : 0;
}

bool holds(Bytes bytes, std::size_t (*size_of)(Bytes)) {
  for (std::size_t start = 0; start + rtu_exception_size <= bytes.size(); ++start) {
    const Bytes rest = bytes.subspan(start);
    const std::size_t size = size_of(rest);
    if (size != 0 && size <= rest.size() && intact(rest.first(size))) return true;
  }
  return false;
}

/// Bytes among which there is no answer.
Outcome fault(Bytes bytes, const ReadRequest& request) {
  if (bytes.empty()) return Outcome::timeout;
  const std::size_t size = 3 + data_size(request) + crc_size;
  if (bytes.size() >= min_rtu_frame && intact(bytes)) {
    if (bytes[0] != request.unit) return Outcome::foreign_answer;
    return judge(bytes.subspan(1, bytes.size() - 1 - crc_size), request).outcome;
  }
  const bool ours = bytes[0] == request.unit && (bytes.size() < 2 || bytes[1] == number(request.function));
  const bool refusal = bytes[0] == request.unit && bytes.size() >= 2 &&
                       bytes[1] == (number(request.function) | exception_flag);
  if (bytes.size() == size) return Outcome::crc_error;
  if (refusal) return bytes.size() < rtu_exception_size ? Outcome::short_answer : Outcome::crc_error;
  if (ours) return bytes.size() < size ? Outcome::short_answer : Outcome::crc_error;
  return Outcome::garbage;
}

void append_pdu(std::vector<std::uint8_t>& frame, const ReadRequest& request) {
  frame.push_back(number(request.function));
  append_word(frame, request.address);
  append_word(frame, request.count);
}

}  // namespace

std::uint16_t crc16(Bytes bytes) {
  std::uint16_t crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc = static_cast<std::uint16_t>(crc ^ byte);
    for (int bit = 0; bit < 8; ++bit)
      crc = static_cast<std::uint16_t>((crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1);
  }
  return crc;
}

std::vector<std::uint8_t> rtu_frame(const ReadRequest& request) {
  std::vector<std::uint8_t> frame{request.unit};
  append_pdu(frame, request);
  const std::uint16_t crc = crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8));
  return frame;
}

Answer parse_rtu(Bytes bytes, const ReadRequest& request) {
  const std::vector<std::uint8_t> own = rtu_frame(request);
  const bool echoed = bytes.size() >= own.size() && std::equal(own.begin(), own.end(), bytes.begin());
  if (echoed) bytes = bytes.subspan(own.size());
  for (std::size_t start = 0; start < bytes.size(); ++start) {
    Answer answer = complete_at_front(bytes.subspan(start), request);
    if (!answer.complete()) continue;
    answer.resynced = start > 0;
    answer.echoed = echoed;
    return answer;
  }
  return {.outcome = fault(bytes, request), .echoed = echoed};
}

bool holds_request(Bytes bytes) {
  return holds(bytes, size_of_request);
}
bool holds_frame(Bytes bytes) {
  return holds_request(bytes) || holds(bytes, size_of_answer);
}

std::vector<std::uint8_t> tcp_frame(std::uint16_t transaction, const ReadRequest& request) {
  std::vector<std::uint8_t> frame;
  append_word(frame, transaction);
  append_word(frame, 0);  // protocol
  append_word(frame, 6);  // unit and PDU
  frame.push_back(request.unit);
  append_pdu(frame, request);
  return frame;
}

Answer parse_tcp(Bytes bytes, std::uint16_t transaction, const ReadRequest& request) {
  Answer answer;
  while (!bytes.empty()) {
    answer.outcome = Outcome::short_answer;
    if (bytes.size() < mbap_size) break;
    const std::size_t length = word(bytes, 4);
    answer.outcome = Outcome::garbage;
    if (word(bytes, 2) != 0 || length < 2 || length > max_mbap_length) break;
    answer.outcome = Outcome::short_answer;
    if (bytes.size() < mbap_size - 1 + length) break;

    const Bytes pdu = bytes.subspan(mbap_size, length - 1);
    const auto behind = static_cast<std::uint16_t>(transaction - word(bytes, 0));
    if (behind != 0 && behind < half_circle) {
      ++answer.late;
      answer.outcome = Outcome::timeout;
      bytes = bytes.subspan(mbap_size - 1 + length);
      continue;
    }
    const int late = answer.late;
    const bool ours = behind == 0 && bytes[mbap_size - 1] == request.unit;
    answer = ours ? judge(pdu, request) : Answer{.outcome = Outcome::foreign_answer};
    answer.late = late;
    break;
  }
  return answer;
}

}  // namespace liftbox::modbus
