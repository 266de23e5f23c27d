#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "agent/cli/findings.hpp"
#include "agent/cli/profile_lint.hpp"
#include "agent/config/region_numbers.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox::cli {
namespace {

void check_complete(const std::vector<std::string>& wanted,
                    const std::map<std::string, CodeTable::Codes>& given, const char* section,
                    Findings& findings) {
  std::vector<std::string> missing;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing),
               [&](const std::string& one) { return !given.contains(one); });
  if (!missing.empty())
    findings.at_table(section, fmt::format("nothing is said of {}: write [{}.NAME] with the texts of each",
                                           fmt::join(missing, ", "), section));
}

/// "codes.entrapment.in_zone" -> "entrapment.in_zone"; empty for a table that is no entry.
std::string entry_of(const std::string& path) {
  const std::string start = "codes.";
  return path.starts_with(start) ? path.substr(start.size()) : "";
}

void check_types(const ConfigFile& read, Findings& findings) {
  const std::vector<std::string> known = event_type_names();
  for (const ConfigTable& table : read.tables) {
    const std::string entry = entry_of(table.path);
    const std::string type = entry.substr(0, entry.find('.'));
    if (type.empty() || find_event_type(type)) continue;
    const std::string meant = nearest(type, known);
    findings.at_table(table.path,
                      fmt::format("the box raises no '{}': {}", type,
                                  meant.empty() ? "write [not_told.NUMBER] for what it cannot tell"
                                                : fmt::format("did you mean '{}'?", meant)));
  }
}

bool holds(const std::vector<CodeTable::Range>& ranges, int number) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const CodeTable::Range& range) {
    return range.first <= number && number <= range.last;
  });
}

/// The file's own numbers against those that its source lists.
void check_numbers(const CodeTable& codes, const ConfigFile& read, Findings& findings) {
  if (codes.listed.empty())
    return findings.at_top(
        "'numbers' is missing: give those of the source, as in numbers = [\"1-8\", \"90\"], so that a gap "
        "shows");
  const std::string key = codes.extends.empty() ? "gb24476" : "number";
  std::set<int> given = codes.not_told;
  for (const ConfigTable& table : read.tables)
    for (const ConfigValue& value : table.values) {
      const std::string entry = entry_of(table.path);
      if (entry.empty() || value.key != key || value.value.empty()) continue;
      const int number = codes.codes.at(entry).number.value();
      given.insert(number);
      if (!holds(codes.listed, number))
        findings.at_key(table.path, key,
                        fmt::format("{} is none of 'numbers': add it there, or correct it", number));
    }
  std::vector<int> gaps;
  for (const CodeTable::Range& range : codes.listed)
    for (int number = range.first; number <= range.last; ++number)
      if (!given.contains(number)) gaps.push_back(number);
  if (!gaps.empty())
    findings.at_key("", "numbers",
                    fmt::format("{} {} for nothing: write [codes.TYPE] with {} = {}, or [not_told.{}]",
                                fmt::join(gaps, ", "), gaps.size() == 1 ? "stands" : "stand", key,
                                gaps.front(), gaps.front()));
}

}  // namespace

std::vector<Mistake> lint(const CodeTable& codes, const ConfigFile& read) {
  Findings findings{read};
  findings.check_head(codes.region, codes.sources);
  check_types(read, findings);
  check_complete(event_type_names(), codes.codes, "codes", findings);
  check_complete(service_mode_names(), codes.service_modes, "service_modes", findings);
  check_numbers(codes, read, findings);
  return findings.take();
}

}  // namespace liftbox::cli
