#include "agent/cli/screens/statistics_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr int row_label_columns = 27;
constexpr int column_columns = 13;

using Columns = std::array<const json*, 4>;
using Words = std::function<std::string(const json& counts)>;  ///< empty: not known

std::string row(std::string_view label, const Columns& columns, const Words& words) {
  std::string out = padded(label, row_label_columns);
  bool known = false;
  for (const json* counts : columns) {
    const std::string cell = words(*counts);
    known = known || !cell.empty();
    out += padded(cell.empty() ? "-" : cell, column_columns);
  }
  if (!known) return "";
  out.erase(out.find_last_not_of(' ') + 1);
  return out + '\n';
}

/// 1234567 -> "1,234,567"
std::string grouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  for (std::ptrdiff_t place = std::ssize(digits) - 3; place > 0; place -= 3)
    digits.insert(static_cast<std::size_t>(place), ",");
  return digits;
}

Words plain(const char* name) {
  return [name](const json& counts) {
    const auto value = number(counts, name);
    return value ? grouped(*value) : "";
  };
}

Words lasting(const char* name) {
  return [name](const json& counts) {
    const auto value = number(counts, name);
    return value ? duration_text(*value / ms_of_a_second) : "";
  };
}

std::string distance(const json& counts) {
  constexpr std::int64_t mm_of_10_m = 10'000;
  const auto mm = number(counts, "distance_mm");
  return mm ? fmt::format("{}.{:02} km", grouped(*mm / mm_of_10_m / 100), *mm / mm_of_10_m % 100) : "";
}

std::string available(const json& counts) {
  const auto ppm = number(counts, "availability_ppm");
  return ppm ? fmt::format("{}.{:02} %", *ppm / 10'000, *ppm / 100 % 100) : "";
}

/// Kept for a million in whole numbers, told for a thousand.
std::string per_thousand(const json& of, const char* name) {
  const auto per_million = number(of, name);
  return per_million ? fmt::format("{}.{:02}", *per_million / 1000, *per_million / 10 % 100) : "";
}

std::string fault_rate(const json& counts) {
  return per_thousand(counts, "faults_per_million_runs");
}

Words maintenance(const char* name) {
  return [name](const json& counts) { return per_thousand(member(counts, "maintenance"), name); };
}

/// "3 of 4"
Words in_time(const char* name, const char* late) {
  return [name, late](const json& counts) {
    const auto kept = number(counts, name);
    const auto missed = number(counts, late);
    return kept && missed ? fmt::format("{} of {}", *kept, *kept + *missed) : std::string{};
  };
}

std::string tenths(std::int64_t ms) {
  constexpr std::int64_t tenth = 100;
  const std::int64_t rounded = (ms + tenth / 2) / tenth;
  return fmt::format("{}.{}", rounded / 10, rounded % 10);
}

Words timed(const std::string& name) {
  return [name](const json& counts) -> std::string {
    const json& times = member(member(counts, "timings"), name.c_str());
    if (times.is_null()) return "";
    const std::int64_t median = count(times, "median_ms");
    const std::int64_t p95 = count(times, "p95_ms");
    if (p95 < ms_of_a_second) return fmt::format("{}/{} ms", median, p95);
    if (name.starts_with("rescue")) return duration_text(median / ms_of_a_second);
    return fmt::format("{}/{} s", tenths(median), tenths(p95));
  };
}

Words incident(const std::string& type) {
  return [type](const json& counts) {
    const auto often = number(member(counts, "incidents"), type.c_str());
    return often ? grouped(*often) : "";
  };
}

std::set<std::string> names_in(const Columns& columns, const char* part) {
  std::set<std::string> names;
  for (const json* counts : columns)
    for (const auto& [name, value] : member(*counts, part).items()) names.insert(name);
  return names;
}

std::string usage_rows(const Columns& columns) {
  return row("runs", columns, plain("runs")) + row("  up", columns, plain("runs_up")) +
         row("  down", columns, plain("runs_down")) + row("running time", columns, lasting("running_ms")) +
         row("distance", columns, distance) + row("rope bends", columns, plain("rope_bends")) +
         row("relevellings", columns, plain("relevellings")) +
         row("door cycles", columns, plain("door_cycles")) +
         row("  reopened", columns, plain("door_reopenings")) +
         row("rear door cycles", columns, plain("rear_door_cycles")) +
         row("  reopened", columns, plain("rear_door_reopenings")) +
         row("brake cycles", columns, plain("brake_cycles"));
}

std::string service_rows(const Columns& columns) {
  return row("available", columns, available) +
         row("  out of service", columns, lasting("out_of_service_ms")) +
         row("  in inspection", columns, lasting("inspection_ms")) +
         row("watched by the box", columns, lasting("watched_ms")) + row("faults", columns, plain("faults")) +
         row("  per 1,000 runs", columns, fault_rate) +
         row("  time between them", columns, lasting("time_between_faults_ms")) +
         row("entrapments", columns, plain("entrapments")) +
         row("  within 30 days", columns, plain("repeat_entrapments")) +
         row("  answered in time", columns, in_time("rescues_answered_in_time", "rescues_answered_late")) +
         row("  on site in time", columns, in_time("rescues_reached_in_time", "rescues_reached_late")) +
         row("  nobody came", columns, plain("self_released"));
}

std::string maintenance_rows(const Columns& columns) {
  const std::string rows = row("door faults", columns, maintenance("door_faults_per_million_runs")) +
                           row("brake faults", columns, maintenance("brake_faults_per_million_runs")) +
                           row("drive faults", columns, maintenance("drive_faults_per_million_runs")) +
                           row("safety gear", columns, maintenance("safety_faults_per_million_runs")) +
                           row("relevellings", columns, maintenance("relevellings_per_million_runs")) +
                           row("reopenings", columns, maintenance("reopenings_per_million_door_cycles"));
  return rows.empty() ? "" : "\nFor 1,000 runs, or door cycles\n" + rows;
}

std::string timing_rows(const Columns& columns) {
  std::string rows;
  for (const std::string& name : names_in(columns, "timings"))
    rows += row(titled(name), columns, timed(name));
  return rows.empty() ? "" : "\nTimes: median/95 %\n" + rows;
}

std::string incident_rows(const Columns& columns) {
  std::string rows;
  for (const std::string& type : names_in(columns, "incidents"))
    rows += row(titled(type), columns, incident(type));
  return rows.empty() ? "" : "\nIncidents\n" + rows;
}

std::string starts_text(const json& counts, const Terminal& terminal) {
  std::vector<std::pair<int, std::string>> landings;
  for (const auto& [landing, runs] : member(counts, "starts").items())
    landings.emplace_back(std::stoi(landing), landing + ":" + grouped(runs.get<std::int64_t>()));
  if (landings.empty()) return "";
  std::sort(landings.begin(), landings.end());
  std::string words;
  for (const auto& [landing, text] : landings) words += (words.empty() ? "" : " ") + text;
  std::string out = "\nStarts by landing, last 30 days\n";
  for (const std::string& line : wrapped(words, terminal.columns)) out += line + '\n';
  return out;
}

}  // namespace

std::string statistics_screen(const json& answer, const Terminal& terminal) {
  const json& today = member(answer, "today");
  const json& last_30_days = member(answer, "last_30_days");
  const json& total = member(answer, "total");
  const Columns columns{&member(today, "counts"), &member(member(answer, "yesterday"), "counts"),
                        &member(last_30_days, "counts"), &total};
  const bool dated = text(today, "period") == "day";
  std::string out = padded("", row_label_columns) + padded(dated ? "today" : "since boot", column_columns) +
                    padded("yesterday", column_columns) + padded("30 days", column_columns) + "in all\n";
  out += usage_rows(columns) + '\n' + service_rows(columns) + maintenance_rows(columns) +
         timing_rows(columns) + incident_rows(columns) +
         starts_text(member(last_30_days, "counts"), terminal);
  constexpr std::size_t date = 10;
  if (const std::string since = text(total, "since"); !since.empty())
    out += "\nIn all: since " + since.substr(0, date) + ".\n";
  if (!dated)
    out += painted(Ink::warning, "\nThe clock is unset: hours and days begin when it is set.\n", terminal);
  return out;
}

}  // namespace liftbox::screen
