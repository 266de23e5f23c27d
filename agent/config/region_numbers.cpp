#include "agent/config/region_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/elevator/signal.hpp"

namespace liftbox {
namespace {

using Codes = CodeTable::Codes;

constexpr std::int64_t largest_lift_fault = 65'535;  // ASHRAE 135: 0-1023 standard, above vendors'

std::optional<int> whole(const Table& table, const std::string& key, std::int64_t largest) {
  const auto given = table.whole(key, 0, largest);
  return given ? std::optional{static_cast<int>(*given)} : std::nullopt;
}

/// Tells of a number that stands for two things; what it is called in the file is `key`.
class Numbers {
 public:
  explicit Numbers(const char* key) : key_{key} {}

  void take(int number, const RegionEntry& entry) {
    const auto [first, fresh] = names_.try_emplace(number, entry.name);
    if (fresh) return;
    entry.table.mistake(
        key_, fmt::format("{} is the code of '{}' already: give each event type a number of its own", number,
                          first->second));
  }

 private:
  const char* key_;
  std::map<int, std::string> names_;
};

/// One entry of a table that extends another, held against that one.
class Addition {
 public:
  Addition(const RegionEntry& entry, const NumbersByName& base, const std::string& base_name)
      : entry_{entry}, base_{base}, base_name_{base_name} {
    auto found = base.find(entry.name);
    if (found == base.end()) found = base.find(entry.of);
    if (found != base.end()) inherited_ = found->second;
  }

  Codes read() const {
    Codes codes = inherited_;
    const auto number = whole(entry_.table, "number", largest_code);
    check_replaced(number);
    check_taken(number);
    if (number) codes.number = number;
    read_texts(codes);
    return codes;
  }

 private:
  /// A case is something else than its type, and so is called.
  void read_texts(Codes& codes) const {
    const bool needed = inherited_.text_zh.empty() || !entry_.of.empty();
    if (needed) {
      codes.text_zh = entry_.table.required_text("zh", "give the Chinese text");
      codes.text_en = entry_.table.required_text("en", "give the English text");
      return;
    }
    codes.text_zh = entry_.table.text("zh").value_or(codes.text_zh);
    codes.text_en = entry_.table.text("en").value_or(codes.text_en);
  }

  void check_replaced(std::optional<int> number) const {
    const auto replaces = whole(entry_.table, "replaces", largest_code);
    const std::optional<int> before = inherited_.number;
    const std::string in_base = before ? std::to_string(*before) : "without a number";
    if (replaces && replaces != before)
      entry_.table.mistake("replaces",
                           fmt::format("'{}' is {} in {}: {}", entry_.name, in_base, base_name_,
                                       before ? "write replaces = " + in_base : "remove 'replaces'"));
    if (!number || !before || replaces) return;
    if (number == before)
      entry_.table.mistake("number", fmt::format("'{}' is {} in {} already: remove 'number'", entry_.name,
                                                 in_base, base_name_));
    else
      entry_.table.mistake("number", fmt::format("'{}' is {} in {}: write replaces = {} beside it if this "
                                                 "region numbers it otherwise, or remove 'number'",
                                                 entry_.name, in_base, base_name_, in_base));
  }

  void check_taken(std::optional<int> number) const {
    const std::optional<std::string> from = entry_.table.text("taken_from");
    const std::string holder = number ? holder_of(*number) : "";
    if (from.value_or("") == holder) return;
    if (holder.empty())
      entry_.table.mistake(
          "taken_from",
          fmt::format("{}: remove 'taken_from'", number ? fmt::format("{} is free in {}", *number, base_name_)
                                                        : "no 'number' is given"));
    else
      entry_.table.mistake(
          from ? "taken_from" : "number",
          fmt::format("{0} is '{1}' in {2}: write taken_from = \"{1}\" beside it if this region means "
                      "'{3}' by it, or correct the number",
                      *number, holder, base_name_, entry_.name));
  }

  /// Who else has the number in the table that is extended.
  std::string holder_of(int number) const {
    for (const auto& [name, codes] : base_)
      if (codes.number == number && name != entry_.name && name != entry_.of) return name;
    return {};
  }

  const RegionEntry& entry_;
  const NumbersByName& base_;
  const std::string& base_name_;
  Codes inherited_;
};

bool is_type_name(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::vector<std::string> service_mode_names() {
  std::vector<std::string> names;
  for (Value mode = info(Signal::service_mode).min; mode <= info(Signal::service_mode).max; ++mode)
    names.push_back(format(Signal::service_mode, mode));
  return names;
}

std::vector<RegionEntry> code_entries(const Table& all) {
  std::vector<RegionEntry> entries;
  for (const std::string& type : all.keys()) {
    if (!is_type_name(type))
      all.mistake(type, fmt::format("'{}' is no event type: they are written like door_open_fault", type));
    const Table table = all.table(type);
    entries.push_back({type, {}, table});
    if (const auto known = find_event_type(type))
      for (const std::string_view one : cases_of(*known))
        if (const std::string name{one}; table.has(name))
          entries.push_back({type + "." + name, type, table.table(name)});
  }
  return entries;
}

std::vector<RegionEntry> mode_entries(const Table& all) {
  const std::vector<std::string> known = service_mode_names();
  std::vector<RegionEntry> entries;
  for (const std::string& mode : all.keys()) {
    if (std::find(known.begin(), known.end(), mode) == known.end())
      all.mistake(mode, fmt::format("there is no service mode '{}': {}", mode, suggestion(mode, known)));
    entries.push_back({mode, {}, all.table(mode)});
  }
  return entries;
}

NumbersByName own_numbers(const std::vector<RegionEntry>& entries) {
  NumbersByName all;
  Numbers numbers{"gb24476"};
  for (const RegionEntry& entry : entries) {
    Codes& codes = all[entry.name];
    codes.number = codes.gb24476 = whole(entry.table, "gb24476", largest_code);
    codes.bacnet = whole(entry.table, "bacnet", largest_lift_fault);
    codes.text_zh = entry.table.required_text("zh", "give the Chinese text");
    codes.text_en = entry.table.required_text("en", "give the English text");
    if (codes.number) numbers.take(*codes.number, entry);
  }
  return all;
}

NumbersByName extended_numbers(const std::vector<RegionEntry>& entries, const NumbersByName& base,
                               const std::string& base_name) {
  NumbersByName all = base;
  Numbers numbers{"number"};
  std::map<int, std::string> given;
  for (const RegionEntry& entry : entries) {
    const Codes& codes = all[entry.name] = Addition{entry, base, base_name}.read();
    if (!entry.table.has("number") || !codes.number) continue;
    numbers.take(*codes.number, entry);
    given.try_emplace(*codes.number, entry.name);
  }
  for (auto& [name, codes] : all)
    if (codes.number && given.contains(*codes.number) && given[*codes.number] != name) codes.number.reset();
  return all;
}

}  // namespace liftbox
