#include <fmt/format.h>

#include <charconv>
#include <map>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/registers.hpp"
#include "agent/config/rescue_causes.hpp"
#include "agent/config/signal_names.hpp"

namespace liftbox {
namespace {

using modbus::RegisterEntry;
using modbus::RegisterType;

constexpr std::int64_t largest_fault = 65'535;
constexpr std::int64_t largest_national_fault = 99;  // GB/T 24476: two digits

void read_meaning(const Table& table, RegisterEntry& entry) {
  read_scale(table, entry.wire);
  entry.inverted = table.flag("inverted").value_or(entry.inverted);
  const SignalType type = info(entry.signal).type;
  if (entry.inverted && type != SignalType::boolean)
    table.mistake("inverted", fmt::format("'{}' is not on or off: remove 'inverted'", name_of(entry.signal)));
  for (const char* key : {"scale", "offset"})
    if (table.has(key) && type != SignalType::number)
      table.mistake(key, fmt::format("'{}' is not a quantity: remove '{}'", name_of(entry.signal), key));
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
  read_wire(table, entry.wire);
  if (!signal) {
    for (const char* key : {"scale", "offset", "inverted", "values"}) static_cast<void>(table.has(key));
    return std::nullopt;
  }
  read_meaning(table, entry);
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
    const auto cause = fault.choice("cause", cause_names());
    if (cause) meaning.cause = static_cast<Cause>(*cause);
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
  map.custom = read_custom(root, defaults.wire);
  if (registers.empty() && !root.has("register") && !root.has("custom"))
    root.mistake("no registers: write [[register]] with 'signal' and 'address' for each");
  document.reject_unknown_keys();
  return map;
}

}  // namespace liftbox
