// What is heard on the bus after a question; and what the registers in a good answer are taken for.
#include <algorithm>

#include "protocols/modbus/decode.hpp"
#include "protocols/modbus/frame.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;
using namespace liftbox::modbus;

namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t head = 6;

ReadRequest request_of(const std::uint8_t* data) {
  ReadRequest request;
  request.unit = data[0];
  request.function = static_cast<Function>(1 + data[1] % 4);
  request.address = static_cast<std::uint16_t>(data[2] << 8 | data[3]);
  const int most = reads_bits(request.function) ? max_bits : max_registers;
  request.count = static_cast<std::uint16_t>(1 + (data[4] << 8 | data[5]) % most);
  return request;
}

void hold(const Answer& answer, const ReadRequest& request) {
  const std::size_t wanted = answer.outcome == Outcome::answer ? request.count : 0;
  fuzz::require(answer.values.size() == wanted, "an answer has what was asked for, nothing else has any");
}

/// The rest as the data of an answer that is as it should be.
Bytes good_answer(const ReadRequest& request, const Bytes& rest) {
  const std::size_t size = reads_bits(request.function) ? (request.count + 7U) / 8U : request.count * 2U;
  Bytes frame{request.unit, static_cast<std::uint8_t>(request.function), static_cast<std::uint8_t>(size)};
  for (std::size_t i = 0; i < size; ++i)
    frame.push_back(rest.empty() ? std::uint8_t{0} : rest[i % rest.size()]);
  const std::uint16_t crc = crc16(frame);
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8));
  return frame;
}

void decode_as_everything(const std::vector<std::uint16_t>& registers) {
  for (const SignalInfo& about : all_signals()) {
    RegisterEntry entry{about.signal};
    entry.inverted = about.type == SignalType::boolean;
    entry.wire.scale = registers[0] % 2 == 0 ? 1 : 1e300;
    for (const RegisterType type :
         {RegisterType::u16, RegisterType::i16, RegisterType::u32, RegisterType::i32, RegisterType::f32}) {
      entry.wire.type = type;
      if (static_cast<std::size_t>(width(type)) > registers.size()) continue;
      const auto value = decode(entry, registers);
      fuzz::require(!value || (*value >= about.min && *value <= about.max), "a value is one of its signal");
    }
    entry.wire.type = RegisterType::u16;
    entry.wire.bits = Register::Bits{registers[0] % 16, 1};
    decode(entry, registers);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < head) return 0;
  const ReadRequest request = request_of(data);
  const Bytes rest{data + head, data + size};
  hold(parse_rtu(rest, request), request);
  hold(parse_tcp(rest, 7, request), request);
  holds_frame(rest);

  const Bytes good = good_answer(request, rest);
  const Answer answer = parse_rtu(good, request);
  fuzz::require(answer.outcome == Outcome::answer && !answer.resynced, "a good answer is one");
  Bytes cut{good.begin(), good.end() - 1};
  fuzz::require(parse_rtu(cut, request).outcome != Outcome::answer, "without its last byte it is none");
  Bytes tcp = tcp_frame(7, request);
  tcp.resize(7);
  tcp.insert(tcp.end(), good.begin() + 1, good.end() - 2);
  const std::size_t length = tcp.size() - 6;
  tcp[4] = static_cast<std::uint8_t>(length >> 8);
  tcp[5] = static_cast<std::uint8_t>(length & 0xFF);
  fuzz::require(parse_tcp(tcp, 7, request).values == answer.values, "over TCP it says the same");
  if (!reads_bits(request.function)) decode_as_everything(answer.values);
  return 0;
}
