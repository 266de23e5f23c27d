#pragma once

#include <string>
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

/// Manuals count registers from 40001 (30001, 10001), where the first digit names the function. Whoever
/// copies such numbers gets no answer from most controllers, and what to write instead is said here; empty
/// where nothing looks like it. A controller may really have such addresses, so it is no mistake.
std::vector<std::string> counted_as_in_manuals(const modbus::RegisterMap& map);

}  // namespace liftbox
