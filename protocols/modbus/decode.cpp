#include "protocols/modbus/decode.hpp"

#include <bit>
#include <cmath>

namespace liftbox::modbus {
namespace {

std::uint32_t two_words(WordOrder order, std::span<const std::uint16_t> registers) {
  const bool big = order == WordOrder::big;
  const std::uint32_t high = registers[big ? 0 : 1];
  const std::uint32_t low = registers[big ? 1 : 0];
  return high << 16 | low;
}

std::int64_t bit_field(std::uint16_t word, const Register::Bits& bits) {
  return word >> bits.first & ((1 << bits.count) - 1);
}

std::int64_t whole_number(const Register& wire, std::span<const std::uint16_t> registers) {
  if (wire.bits) return bit_field(registers[0], *wire.bits);
  switch (wire.type) {
    case RegisterType::i16:
      return static_cast<std::int16_t>(registers[0]);
    case RegisterType::u32:
      return two_words(wire.word_order, registers);
    case RegisterType::i32:
      return static_cast<std::int32_t>(two_words(wire.word_order, registers));
    default:
      return registers[0];
  }
}

std::optional<Value> scaled(const RegisterEntry& entry, double raw) {
  const double value = std::round(raw * entry.wire.scale + entry.wire.offset);
  const SignalInfo& about = info(entry.signal);
  const bool possible = value >= about.min && value <= about.max;  // false for NaN
  if (!possible) return std::nullopt;
  const auto whole = static_cast<Value>(value);
  return entry.inverted ? 1 - whole : whole;
}

}  // namespace

int width(RegisterType type) {
  switch (type) {
    case RegisterType::u32:
    case RegisterType::i32:
    case RegisterType::f32:
      return 2;
    default:
      return 1;
  }
}

std::optional<Value> decode(const RegisterEntry& entry, std::span<const std::uint16_t> registers) {
  if (entry.wire.type == RegisterType::f32)
    return scaled(entry, std::bit_cast<float>(two_words(entry.wire.word_order, registers)));
  const std::int64_t raw = whole_number(entry.wire, registers);
  if (entry.enumerators.empty()) return scaled(entry, static_cast<double>(raw));
  const auto found = entry.enumerators.find(raw);
  if (found == entry.enumerators.end()) return std::nullopt;
  return found->second;
}

}  // namespace liftbox::modbus
