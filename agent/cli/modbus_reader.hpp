#pragma once

#include <iosfwd>
#include <optional>

#include "drivers/system/system_clock.hpp"
#include "protocols/modbus/master.hpp"
#include "protocols/modbus/planner.hpp"

namespace liftbox::cli {

/// Reads registers once and shows what they hold. Who puts a bus into operation wants an answer, so that a
/// damaged one is asked for again.
class ModbusReader {
 public:
  ModbusReader(const modbus::BusSettings& settings, std::ostream& out);

  bool open();  ///< false: it was said why not
  /// Registers as they are. False: it was said why not.
  bool show_registers(const modbus::ReadRequest& request);
  /// The signals of a unit, decoded. False where one of them cannot be read.
  bool show_unit(const modbus::Unit& unit);

 private:
  modbus::Answer ask(const modbus::ReadRequest& request);
  bool show_block(const modbus::Unit& unit, const modbus::Block& block, bool whole);
  bool show_entry(const modbus::RegisterMap& map, std::size_t index, std::span<const std::uint16_t> content);
  void show_trouble(const modbus::ReadRequest& request, const modbus::Answer& answer);

  modbus::BusSettings settings_;
  SystemClock clock_;
  modbus::Master master_;
  std::ostream& out_;
  bool silent_ = false;  ///< the unit does not answer at all
};

}  // namespace liftbox::cli
