#include "agent/config/rescue_causes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace liftbox {
namespace {

bool is_code(const std::string& text) {
  constexpr std::size_t digits = 4;
  return text.size() == digits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<std::string> cause_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < cause_count; ++i) names.emplace_back(name(static_cast<Cause>(i)));
  return names;
}

std::map<std::string, CodeTable::RescueCause> read_rescue_causes(const Table& root) {
  std::map<std::string, CodeTable::RescueCause> causes;
  std::map<Cause, std::string> codes;
  const Table all = root.table("rescue_causes");
  for (const std::string& code : all.keys()) {
    const Table table = all.table(code);
    if (!is_code(code))
      all.mistake(
          code,
          fmt::format("'{}' is no cause of the rescue platforms: they are four digits, like 0302", code));
    CodeTable::RescueCause& cause = causes[code];
    cause.text_zh = table.required_text("zh", "give the Chinese text");
    cause.text_en = table.required_text("en", "give the English text");
    const auto suggested = table.choice("cause", cause_names());
    if (!suggested) continue;
    cause.cause = static_cast<Cause>(*suggested);
    const auto [first, fresh] = codes.try_emplace(*cause.cause, code);
    if (!fresh)
      table.mistake("cause", fmt::format("'{}' is {} already: the box can suggest only one of them",
                                         name(*cause.cause), first->second));
  }
  return causes;
}

}  // namespace liftbox
