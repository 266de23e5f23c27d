#include <fmt/format.h>

#include <charconv>
#include <map>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/signal_names.hpp"

namespace liftbox {
namespace {

using modbus::Function;
using modbus::Register;
using modbus::RegisterEntry;
using modbus::RegisterType;

constexpr int bits_in_a_register = 16;
constexpr std::int64_t shortest_interval_ms = 10;
constexpr std::int64_t longest_interval_ms = 3'600'000;
constexpr std::int64_t last_address = 65'535;
constexpr std::int64_t largest_fault = 65'535;
constexpr std::int64_t largest_national_fault = 99;  // GB/T 24476: two digits

bool of_bits(Function function) {
  return function == Function::read_coils || function == Function::read_discrete_inputs;
}
bool of_two_registers(RegisterType type) {
  return type == RegisterType::u32 || type == RegisterType::i32 || type == RegisterType::f32;
}

/// What the keys `function` and `interval_ms` say, at the top for all registers or in one of them.
void read_common(const Table& table, Register& wire) {
  const auto function = static_cast<std::int64_t>(wire.function);
  wire.function = static_cast<Function>(table.whole("function", 1, 4).value_or(function));
  wire.interval = Duration{
      table.whole("interval_ms", shortest_interval_ms, longest_interval_ms).value_or(wire.interval.count())};
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

void read_scale(const Table& table, RegisterEntry& entry) {
  entry.wire.scale = table.number("scale").value_or(entry.wire.scale);
  entry.wire.offset = table.number("offset").value_or(entry.wire.offset);
  entry.inverted = table.flag("inverted").value_or(entry.inverted);
  const SignalType type = info(entry.signal).type;
  if (entry.inverted && type != SignalType::boolean)
    table.mistake("inverted", fmt::format("'{}' is not on or off: remove 'inverted'", name_of(entry.signal)));
  for (const char* key : {"scale", "offset"})
    if (table.has(key) && type != SignalType::number)
      table.mistake(key, fmt::format("'{}' is not a quantity: remove '{}'", name_of(entry.signal), key));
  if (entry.wire.scale == 0)
    table.mistake("scale", "a scale of 0 makes every value 0: remove it or correct it");
}

/// The signal's value that one entry of `values` stands for: a name, or a number where it has no names.
std::optional<Value> read_enumerator(const Table& values, const std::string& key, Signal signal) {
  const SignalInfo& about = info(signal);
  if (about.type != SignalType::enumeration) {
    const auto number = values.whole(key, about.min, about.max);
    return number ? std::optional{static_cast<Value>(*number)} : std::nullopt;
  }
  const std::optional<std::string> text = values.text(key);
  if (!text) return std::nullopt;
  const std::optional<Value> value = find_enumerator(signal, *text);
  if (value) return value;
  std::vector<std::string> names;
  for (Value v = about.min; v <= about.max; ++v) names.push_back(format(signal, v));
  values.mistake(
      key, fmt::format("'{}' has no value \"{}\": {}", name_of(signal), *text, suggestion(*text, names)));
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

void read_values(const Table& table, RegisterEntry& entry) {
  const Table values = table.table("values");
  if (values && entry.wire.type == RegisterType::f32)
    table.mistake("values", "a floating point register has no list of values: remove 'values'");
  for (const std::string& key : values.keys()) {
    const std::optional<std::int64_t> raw = whole_number(key);
    if (!raw) {
      values.mistake(key, fmt::format("'{}' is no register content: write values = {{ 0 = …, 1 = … }}", key));
      continue;
    }
    const std::optional<Value> value = read_enumerator(values, key, entry.signal);
    if (value) entry.enumerators[*raw] = *value;
  }
}

modbus::BlockLimits read_limits(const Table& root) {
  modbus::BlockLimits limits;
  const int most = limits.max_registers;
  limits.max_gap = static_cast<int>(root.whole("max_gap", 0, most).value_or(limits.max_gap));
  limits.max_registers = static_cast<int>(root.whole("max_registers", 2, most).value_or(most));
  return limits;
}

std::optional<RegisterEntry> read_register(const Table& table, const RegisterEntry& defaults) {
  RegisterEntry entry = defaults;
  const std::optional<Signal> signal = read_signal(table);
  entry.signal = signal.value_or(entry.signal);
  const auto address = table.whole("address", 0, last_address);
  if (!table.has("address")) table.mistake("'address' is missing: give it counted from 0, as on the wire");
  entry.wire.address = static_cast<std::uint16_t>(address.value_or(0));
  read_common(table, entry.wire);
  read_type(table, entry.wire);
  read_bits(table, entry.wire);
  if (!signal) {
    for (const char* key : {"scale", "offset", "inverted", "values"}) static_cast<void>(table.has(key));
    return std::nullopt;
  }
  read_scale(table, entry);
  read_values(table, entry);
  return entry;
}

std::map<Value, modbus::FaultMeaning> read_faults(const Table& root) {
  std::map<Value, modbus::FaultMeaning> faults;
  const Table table = root.table("faults");
  for (const std::string& key : table.keys()) {
    const std::optional<std::int64_t> number = whole_number(key);
    const Table fault = table.table(key);
    if (!number || *number < 1 || *number > largest_fault) {
      table.mistake(
          key, fmt::format("'{}' is no fault number: write 41 = {{ what = \"safety chain open\" }}, 1 to {}",
                           key, largest_fault));
      continue;
    }
    modbus::FaultMeaning& meaning = faults[static_cast<Value>(*number)];
    meaning.what = fault.required_text("what", "say what it means, as the manual does");
    const auto national = fault.whole("gb24476", 1, largest_national_fault);
    if (national) meaning.gb24476 = static_cast<int>(*national);
  }
  return faults;
}

}  // namespace

modbus::RegisterMap load_register_map(const std::filesystem::path& file, std::vector<Mistake>& mistakes,
                                      ConfigFile* read) {
  Document document{file, mistakes, read};
  const Table root = document.root();
  modbus::RegisterMap map;
  map.name = root.required_text("name", "give the profile's name, as in name = \"generic\"");
  map.description = root.text("description").value_or("");
  map.sources = root.text("sources").value_or("");
  map.tried_on = root.text("tried_on").value_or("");
  RegisterEntry defaults{};
  read_common(root, defaults.wire);
  map.limits = read_limits(root);
  map.faults = read_faults(root);
  std::map<Signal, int> seen;
  const std::vector<Table> registers = root.tables("register");
  for (const Table& table : registers) {
    const std::optional<RegisterEntry> entry = read_register(table, defaults);
    if (!entry) continue;
    const auto [first, fresh] = seen.try_emplace(entry->signal, table.line());
    if (!fresh)
      table.mistake("signal", fmt::format("signal '{}' comes from two registers, the first on line {}: "
                                          "remove one",
                                          name_of(entry->signal), first->second));
    map.entries.push_back(*entry);
  }
  if (registers.empty() && !root.has("register"))
    root.mistake("no registers: write [[register]] with 'signal' and 'address' for each");
  document.reject_unknown_keys();
  return map;
}

}  // namespace liftbox
