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

/// In the signal's unit, if it can be.
std::optional<Value> to_value(const RegisterEntry& entry, double number) {
  const double value = std::round(number);
  const SignalInfo& about = info(entry.signal);
  if (value < about.min || value > about.max) return std::nullopt;
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

std::optional<double> quantity(const Register& wire, std::span<const std::uint16_t> registers) {
  const double raw = wire.type == RegisterType::f32
                         ? std::bit_cast<float>(two_words(wire.word_order, registers))
                         : static_cast<double>(whole_number(wire, registers));
  const double value = raw * wire.scale + wire.offset;
  return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::optional<Value> decode(const RegisterEntry& entry, std::span<const std::uint16_t> registers) {
  if (!entry.enumerators.empty()) {
    const auto found = entry.enumerators.find(whole_number(entry.wire, registers));
    return found != entry.enumerators.end() ? std::optional{found->second} : std::nullopt;
  }
  const std::optional<double> number = quantity(entry.wire, registers);
  return number ? to_value(entry, *number) : std::nullopt;
}

}  // namespace liftbox::modbus
