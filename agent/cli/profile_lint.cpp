#include "agent/cli/profile_lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "agent/cli/findings.hpp"
#include "agent/config/registers.hpp"
#include "protocols/modbus/decode.hpp"
#include "protocols/modbus/planner.hpp"

namespace liftbox::cli {
namespace {

using modbus::RegisterEntry;

constexpr int bits_of_a_character = 11;  // Modbus over serial line 1.02, 2.5.1
constexpr int bits_in_a_register = 16;

/// The part of a controller's memory that an entry reads, in bits.
struct Extent {
  modbus::Function function;
  int first;
  int end;
};

Extent extent_of(const RegisterEntry& entry) {
  if (entry.wire.type == modbus::RegisterType::bit)
    return {entry.wire.function, entry.wire.address, entry.wire.address + 1};
  const int start = entry.wire.address * bits_in_a_register;
  if (entry.wire.bits)
    return {entry.wire.function, start + entry.wire.bits->first,
            start + entry.wire.bits->first + entry.wire.bits->count};
  return {entry.wire.function, start, start + modbus::width(entry.wire.type) * bits_in_a_register};
}

bool overlap(const Extent& a, const Extent& b) {
  return a.function == b.function && a.first < b.end && b.first < a.end;
}
bool same(const Extent& a, const Extent& b) {
  return a.function == b.function && a.first == b.first && a.end == b.end;
}

/// The number of contents that an entry can have, where it has few enough to be listed.
std::optional<std::int64_t> contents_of(const RegisterEntry& entry) {
  if (entry.wire.type == modbus::RegisterType::bit) return 2;
  if (entry.wire.bits) return std::int64_t{1} << entry.wire.bits->count;
  if (entry.wire.type == modbus::RegisterType::u16) return std::int64_t{1} << bits_in_a_register;
  return std::nullopt;
}

/// What must be told apart for the signal to be of use.
std::vector<Value> essential(Signal signal) {
  if (signal == Signal::service_mode)
    return {static_cast<Value>(ServiceMode::normal), static_cast<Value>(ServiceMode::inspection)};
  if (signal == Signal::car_direction)
    return {static_cast<Value>(Direction::none), static_cast<Value>(Direction::up),
            static_cast<Value>(Direction::down)};
  if (info(signal).type == SignalType::boolean) return {0, 1};
  return {};
}

void check_values(const RegisterEntry& entry, const std::string& table, Findings& findings) {
  const std::optional<std::int64_t> contents = contents_of(entry);
  for (const auto& [content, value] : entry.enumerators)
    if (contents && (content < 0 || content >= *contents))
      findings.at_table(table,
                        fmt::format("'{}' never reads {}: 'values' has it, the register's content is 0 to {}",
                                    name(entry.signal), content, *contents - 1));
  const SignalType type = info(entry.signal).type;
  if (entry.enumerators.empty()) {
    if (type == SignalType::boolean && entry.wire.bits && entry.wire.bits->count > 1)
      findings.at_table(table,
                        fmt::format("'{}' is on or off, and {} bits are more: say by 'values' which contents "
                                    "are 0 and which 1",
                                    name(entry.signal), entry.wire.bits->count));
    return;
  }
  for (const Value value : essential(entry.signal)) {
    const bool told = std::any_of(entry.enumerators.begin(), entry.enumerators.end(),
                                  [&](const auto& one) { return one.second == value; });
    if (!told)
      findings.at_table(table, fmt::format("'{}' can never be {}: add the content that means it to 'values'",
                                           name(entry.signal), format(entry.signal, value)));
  }
}

/// Two signals may be told from the same content only if both say by `values` how.
void check_overlap(const RegisterEntry& entry, const RegisterEntry& earlier, const std::string& table,
                   Findings& findings) {
  const Extent mine = extent_of(entry);
  const Extent theirs = extent_of(earlier);
  if (!overlap(mine, theirs)) return;
  if (same(mine, theirs) && !entry.enumerators.empty() && !earlier.enumerators.empty()) return;
  findings.at_table(table,
                    fmt::format("'{}' reads what '{}' reads at address {} too: correct one of the addresses, "
                                "bits or types, or give both 'values'",
                                name(entry.signal), name(earlier.signal), earlier.wire.address));
}

std::string path_of(const char* list, std::size_t index) {
  return fmt::format("{}[{}]", list, index);
}

}  // namespace

double part_of_bus(const modbus::RegisterMap& map, int baud) {
  constexpr double ms_per_s = 1000;
  return modbus::characters_per_ms(modbus::plan_blocks({.registers = map})) * ms_per_s * bits_of_a_character /
         baud;
}

std::vector<Mistake> lint(const modbus::RegisterMap& map, const ConfigFile& read, int baud) {
  Findings findings{read};
  findings.check_head(map.name, map.sources);
  findings.check_hardware(map.description, map.tried_on);
  for (std::size_t i = 0; i < map.entries.size(); ++i) {
    const std::string table = path_of("register", i);
    check_values(map.entries[i], table, findings);
    for (std::size_t j = 0; j < i; ++j) check_overlap(map.entries[i], map.entries[j], table, findings);
  }
  for (const std::string& doubt : counted_as_in_manuals(map)) findings.at_top(doubt);
  const bool tells_of_faults =
      std::any_of(map.entries.begin(), map.entries.end(),
                  [](const RegisterEntry& entry) { return entry.signal == Signal::controller_fault; });
  if (!map.faults.empty() && !tells_of_faults)
    findings.at_table("faults", "[faults] names numbers that no register tells: add 'controller_fault'");
  if (const double part = part_of_bus(map, baud); part > 1)
    findings.at_top(
        fmt::format("reading takes {:.0f} % of the time at {} baud, even if the controller answers at once: "
                    "lengthen 'interval_ms', or check with the installation's --baud",
                    part * 100, baud));
  return findings.take();
}

std::vector<Mistake> lint(const BoardProfile& board, const ConfigFile& read) {
  Findings findings{read};
  findings.check_head(board.name, board.sources);
  findings.check_hardware(board.description, board.tried_on);
  std::map<std::string, std::string> devices;
  for (const auto& [port, device] : board.serial_ports) {
    const auto [first, fresh] = devices.try_emplace(device, port);
    if (!fresh)
      findings.at_table("serial_ports",
                        fmt::format("'{}' and '{}' are both {}: correct one", first->second, port, device));
    if (!device.starts_with("/dev/"))
      findings.at_table("serial_ports", fmt::format("'{}' is {}: give its device, below /dev", port, device));
  }
  std::map<std::string, std::string> pins;
  for (std::size_t i = 0; i < board.lines.size(); ++i) {
    const LineProfile& line = board.lines[i];
    if (!line.pin) continue;
    const std::string pin = line.pin->offset ? fmt::format("{} line {}", line.pin->chip, *line.pin->offset)
                                             : fmt::format(R"({} "{}")", line.pin->chip, line.pin->line);
    const auto [first, fresh] = pins.try_emplace(pin, line.name);
    if (!fresh)
      findings.at_table(path_of("line", i),
                        fmt::format("{} and {} are both {}: correct one", first->second, line.name, pin));
  }
  return findings.take();
}

}  // namespace liftbox::cli
