#include "agent/cli/screens/incident_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;
using Records = std::vector<json>;

constexpr int after_columns = 12;  ///< "16 min 40 s"
constexpr int rescue_label_columns = 11;

/// The clock's time of an RFC 3339 text.
std::string clock_of(const std::string& time) {
  constexpr std::size_t day = 11;
  constexpr std::size_t second = 8;
  return time.size() < day + second ? time : time.substr(day, second);
}

std::string day_of(const std::string& time) {
  constexpr std::size_t day = 10;
  const auto offset = time.find_first_of("+-Z", day);
  return time.substr(0, day) + (offset == std::string::npos ? "" : " " + time.substr(offset));
}

std::string after(const std::string& from, const std::string& time) {
  const auto a = parse_rfc3339(from);
  const auto b = parse_rfc3339(time);
  return a && b ? duration_text((b->ms - a->ms) / ms_of_a_second) : "";
}

std::string folded(const std::string& head, const std::string& words, const Terminal& terminal) {
  const int indent = columns_of(head);
  std::string out;
  for (const std::string& part : wrapped(words, std::max(terminal.columns - indent, 10)))
    out += (out.empty() ? head : padded("", indent)) + part + '\n';
  return out;
}

std::string timeline(const Records& records, const Terminal& terminal) {
  const std::string began = text(records.front(), "since");
  std::string day = day_of(began);
  std::string out = painted(Ink::dim, day, terminal) + '\n' + clock_of(began) + "  it began\n";
  for (const json& record : records) {
    const std::string time = text(record, "time");
    if (day_of(time) != day) out += painted(Ink::dim, day = day_of(time), terminal) + '\n';
    const bool said = text(record, "type") == "incident_cause";
    const std::string head = clock_of(time) + "  " + padded(after(began, time), after_columns) +
                             padded(said ? "cause" : text(record, "phase"), phase_columns) + " ";
    out += folded(head, evidence_words(record), terminal);
  }
  return out;
}

/// Of the last record that has it.
json last_evidence(const Records& records, const char* name) {
  const auto has_it = [&](const json& record) { return !member(member(record, "evidence"), name).is_null(); };
  const auto last = std::find_if(records.rbegin(), records.rend(), has_it);
  return last == records.rend() ? json{} : member(member(*last, "evidence"), name);
}

std::string rescue_line(const char* label, const json& rescue, const char* time, const char* in_time,
                        std::string_view since) {
  const auto took = number(rescue, time);
  const json& kept = member(rescue, in_time);
  if (!took && !kept.is_boolean()) return "";
  std::string words = took ? duration_text(*took / ms_of_a_second) + " " + std::string{since} : "never";
  if (kept.is_boolean()) words += kept.get<bool>() ? ", in time" : ", LATE";
  return padded(label, rescue_label_columns) + words + '\n';
}

std::string rescue_text(const Records& records) {
  const json rescue = last_evidence(records, "rescue");
  if (rescue.is_null()) return "";
  std::string out = "\nRescue\n";
  out += rescue_line("answered", rescue, "response_ms", "answered_in_time", "after the alarm");
  out += rescue_line("on site", rescue, "arrival_ms", "reached_in_time", "after the alarm");
  out += rescue_line("released", rescue, "release_ms", "", "after that");
  out += rescue_line("shut in", rescue, "shut_in_ms", "", "in all");
  if (last_evidence(records, "self_released") == true) out += "nobody came on site\n";
  return out;
}

/// "0302 厅门锁 landing door lock"
std::string cause_title(const json& causes, const std::string& code) {
  for (const json& one : member(causes, "causes"))
    if (text(one, "code") == code) return code + " " + text(one, "zh") + " " + text(one, "en");
  return code;
}

std::string sign_words(const json& sign) {
  const auto signal = text(sign, "signal");
  if (!signal.empty()) return signal + " " + text(sign, "value");
  return titled(text(sign, "type")) + " " + short_incident(text(sign, "incident"));
}

std::string suggested_text(const Records& records, const json& causes, const Terminal& terminal) {
  const json suggested = last_evidence(records, "causes");
  if (!suggested.is_array()) return "";
  std::string out = "\nCause, as the box suggests\n";
  for (const json& one : suggested) {
    const auto code = text(one, "code");
    std::string signs;
    for (const json& sign : member(one, "signs")) signs += (signs.empty() ? "" : ", ") + sign_words(sign);
    out += folded("  ",
                  fmt::format("{} ({}): {}", code.empty() ? text(one, "cause") : cause_title(causes, code),
                              text(one, "weight"), signs),
                  terminal);
  }
  return out;
}

std::string said_text(const Records& records, const json& causes, const Terminal& terminal) {
  std::string out;
  for (const json& record : records) {
    if (text(record, "type") != "incident_cause") continue;
    const json& said = member(record, "evidence");
    out += folded("  ", cause_title(causes, text(said, "code")) + ", by " + text(said, "by"), terminal);
    if (const auto note = text(said, "note"); !note.empty()) out += folded("    ", note, terminal);
  }
  return out.empty() ? "" : "\nCause, as people say\n" + out;
}

}  // namespace

std::string incident_screen(const Records& records, const json& causes, const Terminal& terminal) {
  const auto newest = std::find_if(records.rbegin(), records.rend(), [](const json& record) {
    return text(record, "type") != "incident_cause";
  });
  const json& last = newest == records.rend() ? records.back() : *newest;
  const auto number = short_incident(text(last, "incident"));
  std::string out = fmt::format("{} {}, {}\n", number, titled(text(last, "type")), text(last, "phase"));
  out += timeline(records, terminal) + rescue_text(records) + suggested_text(records, causes, terminal);
  const std::string said = said_text(records, causes, terminal);
  if (said.empty() && last_evidence(records, "confirmed").is_string())
    return out + fmt::format("\n-> liftctl incident cause {} CODE --as WORK_NUMBER\n", number.substr(1));
  return out + said;
}

std::string causes_screen(const json& causes, const Terminal& terminal) {
  std::string out;
  for (const json& one : member(causes, "causes")) {
    const bool suggested = !text(one, "cause").empty();
    out += cut(fmt::format("{} {} {} {}", text(one, "code"), suggested ? "*" : " ", text(one, "zh"),
                           text(one, "en")),
               terminal.columns) +
           '\n';
  }
  if (out.empty()) return "Region " + text(causes, "region") + " lists no causes.\n";
  return out + "* the box can suggest it\n";
}

}  // namespace liftbox::screen
