#include <fmt/format.h>

#include <algorithm>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/rescue_causes.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t largest_code = 9999;
constexpr std::int64_t largest_lift_fault = 65'535;  // ASHRAE 135: 0-1023 standard, above vendors'

bool is_type_name(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

CodeTable::Codes read_codes(const Table& table) {
  CodeTable::Codes codes;
  const auto gb24476 = table.whole("gb24476", 0, largest_code);
  if (gb24476) codes.gb24476 = static_cast<int>(*gb24476);
  const auto bacnet = table.whole("bacnet", 0, largest_lift_fault);
  if (bacnet) codes.bacnet = static_cast<int>(*bacnet);
  codes.text_zh = table.required_text("zh", "give the Chinese text");
  codes.text_en = table.required_text("en", "give the English text");
  return codes;
}

}  // namespace

CodeTable load_code_table(const std::filesystem::path& file, std::vector<Mistake>& mistakes,
                          ConfigFile* read) {
  Document document{file, mistakes, read};
  const Table root = document.root();
  CodeTable codes;
  codes.region = root.required_text("name", "give the region's name, as in name = \"national\"");
  codes.sources = root.text("sources").value_or("");
  const Table all = root.table("codes");
  if (root && !root.has("codes")) root.mistake("no codes: write [codes.EVENT_TYPE] for each");
  std::map<int, std::string> types;
  for (const std::string& type : all.keys()) {
    if (!is_type_name(type))
      all.mistake(type, fmt::format("'{}' is no event type: they are written like door_open_fault", type));
    const Table table = all.table(type);
    const CodeTable::Codes& of_type = codes.codes[type] = read_codes(table);
    if (!of_type.gb24476) continue;
    const auto [first, fresh] = types.try_emplace(*of_type.gb24476, type);
    if (!fresh)
      table.mistake("gb24476",
                    fmt::format("{} is the code of '{}' already: give each event type a number of its own",
                                *of_type.gb24476, first->second));
  }
  codes.rescue_causes = read_rescue_causes(root);
  document.reject_unknown_keys();
  return codes;
}

}  // namespace liftbox
