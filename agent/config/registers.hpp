#pragma once

#include <vector>

#include "agent/config/document.hpp"
#include "protocols/modbus/register_map.hpp"

namespace liftbox {

/// What the keys `function` and `interval_ms` say, at the top for all registers or in one of them.
void read_common(const Table& table, modbus::Register& wire);

/// Where a number is found: address, function, type, word order, bits, interval. `wire` brings the defaults.
void read_wire(const Table& table, modbus::Register& wire);

/// The keys `scale` and `offset`.
void read_scale(const Table& table, modbus::Register& wire);

/// The tables `[[custom]]`, or `[[controller.custom]]`: registers that no rule knows.
std::vector<modbus::CustomRegister> read_custom(const Table& holder, const modbus::Register& defaults);

}  // namespace liftbox
