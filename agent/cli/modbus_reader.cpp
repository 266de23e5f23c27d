#include "agent/cli/modbus_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "agent/cli/screens/layout.hpp"
#include "protocols/modbus/decode.hpp"
#include "protocols/modbus/words.hpp"

namespace liftbox::cli {
namespace {

using namespace modbus;

constexpr int attempts = 3;
constexpr int name_columns = 24;
constexpr int value_columns = 16;
constexpr int raw_columns = 10;
constexpr std::uint8_t illegal_function = 1;
constexpr std::uint8_t illegal_value = 3;

std::string_view kind(Function function) {
  switch (function) {
    case Function::read_coils:
      return "coil";
    case Function::read_discrete_inputs:
      return "discrete";
    case Function::read_input_registers:
      return "input";
    case Function::read_holding_registers:
      break;
  }
  return "holding";
}

std::string bits_of(std::uint16_t word) {
  constexpr int nibble = 4;
  std::string bits = fmt::format("{:016b}", word);
  for (int place = 3 * nibble; place > 0; place -= nibble) bits.insert(static_cast<std::size_t>(place), " ");
  return bits;
}

/// Tenths of a degree as degrees.
std::string value_words(Signal signal, Value value) {
  constexpr std::string_view tenths = "0.1 ";
  const SignalInfo& about = info(signal);
  if (about.type == SignalType::boolean) return value != 0 ? "yes" : "no";
  if (about.unit.starts_with(tenths))
    return fmt::format("{:.1f} {}", static_cast<double>(value) / 10, about.unit.substr(tenths.size()));
  return format(signal, value) + (about.unit.empty() ? "" : fmt::format(" {}", about.unit));
}

std::string raw_words(const Register& wire, std::span<const std::uint16_t> content) {
  std::string raw;
  for (int i = 0; i < width(wire.type); ++i)
    raw += fmt::format("{}{:04x}", i == 0 ? "" : " ", content[static_cast<std::size_t>(i)]);
  return reads_bits(wire.function) ? std::to_string(content[0]) : raw;
}

std::string place_words(const Register& wire) {
  std::string place = fmt::format("{} {} (0x{:04x})", kind(wire.function), wire.address, wire.address);
  if (wire.bits && wire.bits->count > 1)
    place += fmt::format(" bits {} to {}", wire.bits->first, wire.bits->first + wire.bits->count - 1);
  else if (wire.bits)
    place += fmt::format(" bit {}", wire.bits->first);
  return place;
}

bool lacks_it(const Answer& answer) {
  return answer.outcome == modbus::Outcome::exception && answer.exception > illegal_function &&
         answer.exception <= illegal_value;
}

}  // namespace

ModbusReader::ModbusReader(const BusSettings& settings, std::ostream& out)
    : settings_{settings}, master_{settings, clock_}, out_{out} {}

bool ModbusReader::open() {
  out_ << line_words(settings_);
  const bool opened = master_.open();
  out_ << (opened ? "" : ": " + master_.trouble()) << '\n';
  return opened;
}

Answer ModbusReader::ask(const ReadRequest& request) {
  Answer answer;
  for (int attempt = 0; attempt < attempts && !answer.complete(); ++attempt) {
    if (!master_.is_open() && !master_.open()) return {.outcome = modbus::Outcome::disconnected};
    answer = master_.ask(request);
  }
  return answer;
}

void ModbusReader::show_trouble(const ReadRequest& request, const Answer& answer) {
  if (answer.outcome == modbus::Outcome::disconnected)
    out_ << "the port has gone: " << master_.trouble() << '\n';
  else if (answer.outcome == modbus::Outcome::yielded)
    out_ << "another master is on this bus and leaves no pause: take one of the two off\n";
  else
    out_ << trouble_words(request, answer) << '\n';
}

bool ModbusReader::show_registers(const ReadRequest& request) {
  const Answer answer = ask(request);
  if (answer.outcome != modbus::Outcome::answer) {
    show_trouble(request, answer);
    constexpr int first_of_manuals = 40'001;  // how manuals write holding register 0
    if (lacks_it(answer) && request.function == Function::read_holding_registers &&
        request.address >= first_of_manuals)
      out_ << fmt::format("manuals count from 40001: what they call {} is holding {} on the wire\n",
                          request.address, request.address - first_of_manuals);
    return false;
  }
  const bool bits = reads_bits(request.function);
  out_ << (bits ? "address          value\n" : "address          hex   unsigned  signed  bits\n");
  for (std::size_t i = 0; i < answer.values.size(); ++i) {
    const std::size_t address = request.address + i;
    const std::uint16_t word = answer.values[i];
    const std::string place = fmt::format("{:>7}  0x{:04x}", address, address);
    out_ << (bits ? fmt::format("{}  {}\n", place, word)
                  : fmt::format("{}  {:04x}  {:>8}  {:>6}  {}\n", place, word, word,
                                static_cast<std::int16_t>(word), bits_of(word)));
  }
  return true;
}

bool ModbusReader::show_unit(const Unit& unit) {
  const std::vector<Block> blocks = plan_blocks(unit);
  out_ << fmt::format("unit {} {}, profile {}: {} registers in {} requests\n", unit.number, unit.name,
                      unit.registers.name.empty() ? "-" : unit.registers.name, unit.registers.size(),
                      blocks.size());
  silent_ = false;
  bool all = true;
  for (const Block& block : blocks) {
    all = show_block(unit, block, true) && all;
    if (silent_) break;  // it was said once
  }
  return all;
}

/// A hole in the map or a limit of the controller must not hide the registers around it.
bool ModbusReader::show_block(const Unit& unit, const Block& block, bool whole) {
  const Answer answer = ask(block.request);
  if (answer.outcome == modbus::Outcome::answer) {
    bool all = true;
    for (const std::size_t index : block.entries) {
      const int offset = unit.registers.wire(index).address - block.request.address;
      const auto content = std::span{answer.values}.subspan(static_cast<std::size_t>(offset));
      all = show_entry(unit.registers, index, content) && all;
    }
    return all;
  }
  if (whole && lacks_it(answer)) {
    const std::vector<Block> pieces = split(block, unit);
    bool all = !pieces.empty();
    for (const Block& piece : pieces)
      all = show_block(unit, piece, pieces.size() > 1 && piece.entries.size() > 1) && all;
    return all;
  }
  silent_ = answer.outcome == modbus::Outcome::timeout || answer.outcome == modbus::Outcome::disconnected;
  show_trouble(block.request, answer);
  return false;
}

bool ModbusReader::show_entry(const RegisterMap& map, std::size_t index,
                              std::span<const std::uint16_t> content) {
  const Register& wire = map.wire(index);
  std::string name;
  std::string value = "?";
  if (index < map.entries.size()) {
    const RegisterEntry& entry = map.entries[index];
    name = liftbox::name(entry.signal);
    if (const auto decoded = decode(entry, content)) value = value_words(entry.signal, *decoded);
  } else {
    const CustomRegister& custom = map.custom[index - map.entries.size()];
    name = custom.name;
    if (const auto number = quantity(wire, content))
      value = fmt::format("{:g}{}{}", *number, custom.unit.empty() ? "" : " ", custom.unit);
  }
  out_ << screen::padded(name, name_columns) << ' ' << screen::padded(value, value_columns) << ' '
       << screen::padded(raw_words(wire, content), raw_columns) << ' ' << place_words(wire)
       << (value == "?" ? ": cannot be, look at its type, scale or values in the profile" : "") << '\n';
  return value != "?";
}

}  // namespace liftbox::cli
