#include "agent/config/registers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace liftbox {
namespace {

using modbus::Function;
using modbus::Register;
using modbus::RegisterType;

constexpr int bits_in_a_register = 16;
constexpr std::int64_t shortest_interval_ms = 10;
constexpr std::int64_t longest_interval_ms = 3'600'000;
constexpr std::int64_t last_address = 65'535;
constexpr std::size_t longest_name = 48;

bool of_bits(Function function) {
  return function == Function::read_coils || function == Function::read_discrete_inputs;
}
bool of_two_registers(RegisterType type) {
  return type == RegisterType::u32 || type == RegisterType::i32 || type == RegisterType::f32;
}

void read_type(const Table& table, Register& wire) {
  if (of_bits(wire.function)) {
    wire.type = RegisterType::bit;
    if (table.has("type"))
      table.mistake("type", "functions 01 and 02 read single bits: remove 'type', or use function 03 or 04");
    return;
  }
  constexpr auto first = static_cast<std::size_t>(RegisterType::u16);
  const auto type = table.choice("type", {"u16", "i16", "u32", "i32", "f32"});
  if (type) wire.type = static_cast<RegisterType>(first + *type);
  const auto order = table.choice("word_order", {"high_first", "low_first"});
  if (order) wire.word_order = *order == 0 ? modbus::WordOrder::big : modbus::WordOrder::little;
  if (order && !of_two_registers(wire.type))
    table.mistake("word_order", "one register has no word order: remove 'word_order'");
  if (of_two_registers(wire.type) && wire.address == last_address)
    table.mistake("address", fmt::format("a value of two registers cannot begin at {}: the last address is "
                                         "65535",
                                         last_address));
}

void read_bits(const Table& table, Register& wire) {
  const auto first = table.whole("bit", 0, bits_in_a_register - 1);
  const auto count = table.whole("bit_count", 1, bits_in_a_register);
  if (!first) {
    if (count && !table.has("bit"))
      table.mistake("bit_count", "'bit_count' stands alone: give 'bit' too, the lowest of them");
    return;
  }
  if (wire.type != RegisterType::u16) {
    table.mistake("bit", "bits are taken from one register: use function 03 or 04 and type \"u16\"");
    return;
  }
  wire.bits = Register::Bits{static_cast<int>(*first), static_cast<int>(count.value_or(1))};
  if (wire.bits->first + wire.bits->count > bits_in_a_register)
    table.mistake("bit_count", fmt::format("bits {} to {} are not all within the register: it has 0 to 15",
                                           *first, wire.bits->first + wire.bits->count - 1));
}

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// With the prefix under which everybody but its own table knows it.
std::string read_name(const Table& table) {
  const std::string name = table.required_text("name", "name it, as in name = \"motor_temperature\"");
  const std::string prefix = "custom.";
  if (name.starts_with(prefix))
    table.mistake("name", fmt::format("'name' stands here without '{0}': write name = \"{1}\"; elsewhere it "
                                      "is \"{0}{1}\"",
                                      prefix, name.substr(prefix.size())));
  else if (name.size() > longest_name || !std::all_of(name.begin(), name.end(), in_name))
    table.mistake(
        "name", fmt::format("'name' cannot be \"{}\": give 1 to {} of A-Z a-z 0-9 _ -", name, longest_name));
  return prefix + name;
}

}  // namespace

void read_common(const Table& table, Register& wire) {
  const auto function = static_cast<std::int64_t>(wire.function);
  wire.function = static_cast<Function>(table.whole("function", 1, 4).value_or(function));
  wire.interval = Duration{
      table.whole("interval_ms", shortest_interval_ms, longest_interval_ms).value_or(wire.interval.count())};
}

void read_wire(const Table& table, Register& wire) {
  const auto address = table.whole("address", 0, last_address);
  if (!table.has("address")) table.mistake("'address' is missing: give it counted from 0, as on the wire");
  wire.address = static_cast<std::uint16_t>(address.value_or(0));
  read_common(table, wire);
  read_type(table, wire);
  read_bits(table, wire);
}

void read_scale(const Table& table, Register& wire) {
  wire.scale = table.number("scale").value_or(wire.scale);
  wire.offset = table.number("offset").value_or(wire.offset);
  if (wire.scale == 0) table.mistake("scale", "a scale of 0 makes every value 0: remove it or correct it");
}

std::vector<modbus::CustomRegister> read_custom(const Table& holder, const Register& defaults) {
  std::vector<modbus::CustomRegister> all;
  std::map<std::string, int> seen;
  for (const Table& table : holder.tables("custom")) {
    modbus::CustomRegister& custom = all.emplace_back();
    custom.wire = defaults;
    custom.name = read_name(table);
    custom.unit = table.text("unit_of_measure").value_or("");
    read_wire(table, custom.wire);
    read_scale(table, custom.wire);
    const auto [first, fresh] = seen.try_emplace(custom.name, table.line());
    if (!fresh)
      table.mistake("name", fmt::format("'{}' is there twice, the first on line {}: choose another name",
                                        custom.name, first->second));
  }
  return all;
}

std::vector<std::string> counted_as_in_manuals(const modbus::RegisterMap& map) {
  struct Range {
    Function function;
    int first;
  };
  constexpr std::array ranges{Range{Function::read_holding_registers, 40'001},
                              Range{Function::read_input_registers, 30'001},
                              Range{Function::read_discrete_inputs, 10'001}};
  constexpr int longest = 9'999;
  std::vector<std::string> said;
  for (const Range& range : ranges) {
    std::vector<int> addresses;
    for (std::size_t i = 0; i < map.size(); ++i)
      if (map.wire(i).function == range.function) addresses.push_back(map.wire(i).address);
    if (addresses.empty()) continue;
    const auto [low, high] = std::minmax_element(addresses.begin(), addresses.end());
    if (*low < range.first || *high >= range.first + longest) continue;
    said.push_back(
        fmt::format("all addresses of function {:02} are {} to {}, as manuals count: on the wire they "
                    "are {} to {}; write those, unless the controller really counts so",
                    static_cast<int>(range.function), *low, *high, *low - range.first, *high - range.first));
  }
  return said;
}

}  // namespace liftbox
