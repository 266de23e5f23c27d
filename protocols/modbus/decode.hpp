#pragma once

#include <optional>
#include <span>

#include "protocols/modbus/register_map.hpp"

namespace liftbox::modbus {

/// How many registers (or bits, for functions 01 and 02) an entry takes up.
int width(RegisterType type);

/// What the registers, first one first, hold; scaled. Nothing where it is no number.
std::optional<double> quantity(const Register& wire, std::span<const std::uint16_t> registers);

/// The signal's value from its registers, first one first; nothing if it cannot be: not listed, out of the
/// signal's range, not a number.
std::optional<Value> decode(const RegisterEntry& entry, std::span<const std::uint16_t> registers);

}  // namespace liftbox::modbus
