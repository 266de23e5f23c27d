#include "agent/cli/screens/events_screen.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr int other_columns = 35;  ///< all but the type
constexpr int severity_columns = 6;
constexpr std::string_view below = "                ";  ///< evidence stands under the type

/// "2026-01-05T08:00:12.345+08:00" in the parts that people read.
struct Time {
  std::string day;
  std::string second;
  std::string offset;
};

Time split(const std::string& time) {
  constexpr std::size_t day = 10;
  constexpr std::size_t second = 19;
  if (time.size() < second) return {"", time, ""};
  const auto offset = time.find_first_of("+-Z", second);
  return {time.substr(0, day), time.substr(day + 1, second - day - 1),
          offset == std::string::npos ? "" : time.substr(offset)};
}

Ink ink_of(const std::string& severity, const std::string& phase) {
  if (phase == "cleared") return Ink::good;
  return severity == "alarm" ? Ink::alarm : severity == "fault" ? Ink::warning : Ink::plain;
}

}  // namespace

void EventsScreen::fit(const std::vector<json>& records) {
  for (const json& record : records) {
    const int type = columns_of(titled(text(record, "type")));
    type_columns_ = std::max(type_columns_, std::min(type, terminal_.columns - other_columns));
    incident_columns_ = std::max(incident_columns_, columns_of(short_incident(text(record, "incident"))));
  }
}

std::string EventsScreen::show(const json& record) {
  const auto time = split(text(record, "time"));
  const auto severity = text(record, "severity");
  const auto phase = text(record, "phase");
  std::string out;
  if (const auto day = time.day + " " + time.offset; day != day_) {
    day_ = day;
    out += painted(Ink::dim, day, terminal_) + '\n';
  }
  const auto head = padded(time.second, 8) + " ";
  const auto label = padded(severity == "alarm" ? "ALARM" : severity, severity_columns);
  const auto rest = " " + padded(titled(text(record, "type")), type_columns_) + " " +
                    padded(phase, phase_columns) + " " +
                    padded(short_incident(text(record, "incident")), incident_columns_);
  const auto words = evidence_words(record);
  const int used = columns_of(head + label + rest) + 1;
  const bool beside = used + columns_of(words) <= terminal_.columns;
  auto line = rest + (beside ? " " + words : "");
  line.erase(line.find_last_not_of(' ') + 1);
  out += head + painted(ink_of(severity, phase), label, terminal_) + line + '\n';
  if (beside || words.empty()) return out;
  const int room = std::max(terminal_.columns - static_cast<int>(below.size()), 10);
  for (const auto& part : wrapped(words, room)) out += std::string(below) + part + '\n';
  return out;
}

}  // namespace liftbox::screen
