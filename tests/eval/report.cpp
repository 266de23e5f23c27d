#include "tests/eval/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

#include "tests/eval/plot.hpp"

namespace liftbox::eval {
namespace {

constexpr double days_a_year = 365;

double years(const Score& score) {
  return std::chrono::duration<double, std::ratio<86'400>>{score.watched}.count() / days_a_year;
}

/// 10000 as "10,000".
std::string grouped(std::int64_t number) {
  if (number < 1000) return std::to_string(number);
  return fmt::format("{},{:03}", grouped(number / 1000), number % 1000);
}

/// Never rounded up to 100.
std::string percent(std::int64_t part, std::int64_t of) {
  if (of == 0) return "";
  if (part == of) return "100 %";
  return fmt::format("{:.2f} %",
                     std::floor(static_cast<double>(part) * 10'000 / static_cast<double>(of)) / 100);
}

std::string seconds(std::vector<std::int32_t>& delays, int which) {
  if (delays.empty()) return "";
  return fmt::format("{:.2f}", percentile(delays, which) / 1000.0);
}

void row(std::ostream& out, const std::string& label, Count count, const std::string& end) {
  out << fmt::format("| {} | {} | {} | {} | {} | {} | {} |{}\n", label, grouped(count.due),
                     grouped(count.due - count.found), percent(count.found, count.due),
                     seconds(count.delays_ms, 50), seconds(count.delays_ms, 99),
                     seconds(count.delays_ms, 100), end);
}

void write_kinds(std::ostream& out, const Chapter& chapter) {
  out << R"(
| what happened | due | missed | recall | median s | 99 % s | worst s |
|---|---|---|---|---|---|---|
)";
  const auto type = chapter.score.types.find(*chapter.kinds_of);
  if (type == chapter.score.types.end()) return;
  for (const auto& [kind, count] : type->second.kinds) row(out, '`' + kind + '`', count, "");
  row(out, fmt::format("**{}**, all", name(type->first)), type->second.all(), "");
}

void write_types(std::ostream& out, const Chapter& chapter) {
  out << R"(
| event | due | missed | recall | median s | 99 % s | worst s | told | false | precision | false in 1,000 lift-years |
|---|---|---|---|---|---|---|---|---|---|---|
)";
  const double in_1000 = 1000 / years(chapter.score);
  std::map<EventType, TypeScore> types = chapter.score.types;
  if (chapter.only) types = {{*chapter.only, types[*chapter.only]}};
  for (const auto& [type, score] : types) {
    const std::string rate = fmt::format("{:.1f}, at most {:.1f}", static_cast<double>(score.wrong) * in_1000,
                                         upper_bound(score.wrong) * in_1000);
    row(out, fmt::format("`{}`", name(type)), score.all(),
        fmt::format(" {} | {} | {} | {} |", grouped(score.said), grouped(score.wrong),
                    percent(score.said - score.wrong, score.said), rate));
  }
}

constexpr std::size_t most_causes = 8;  // of false ones of a type

void write_causes(std::ostream& out, const Chapter& chapter) {
  bool any = false;
  for (const auto& [type, score] : chapter.score.types) {
    if (score.wrong_by_lies.empty() || (chapter.only && type != *chapter.only)) continue;
    if (!std::exchange(any, true)) out << "\nFalse ones, by what told the box something that was not so:\n\n";
    std::vector<std::pair<std::string, std::int64_t>> causes{score.wrong_by_lies.begin(),
                                                             score.wrong_by_lies.end()};
    std::stable_sort(causes.begin(), causes.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string line;
    for (std::size_t i = 0; i < std::min(causes.size(), most_causes); ++i)
      line += fmt::format("{}{} {}", i ? "; " : "", causes[i].first.empty() ? "nothing" : causes[i].first,
                          causes[i].second);
    if (causes.size() > most_causes) line += fmt::format("; {} others", causes.size() - most_causes);
    out << fmt::format("- `{}`: {}\n", name(type), line);
  }
}

void write_brakes(std::ostream& out, const BrakeChapter& brakes) {
  out << R"(
## Brakes that degrade

After 10 to 60 healthy days one arm begins to fail; only the brake is wired. The hard limit, longer than 500 ms to set or 800 ms to release in
3 of 10 cycles, is looked for in the readings themselves. A warning counts if it came on a day before.

| what happens | brakes | reached the limit | warned of before | cycles before, least | median | warned of, limit not reached in 150 days | warned while healthy |
|---|---|---|---|---|---|---|---|
)";
  for (const auto& [what, lives] : brakes) {
    std::vector<std::int32_t> before = lives.cycles_before;
    const auto cycles = [&](int which) { return before.empty() ? "" : grouped(percentile(before, which)); };
    out << fmt::format("| {} | {} | {} | {}, {} | {} | {} | {} of {} | {} |\n", what, grouped(lives.lifts),
                       grouped(lives.reached), grouped(lives.warned), percent(lives.warned, lives.reached),
                       cycles(0), cycles(50), grouped(lives.others_warned),
                       grouped(lives.lifts - lives.reached), grouped(lives.early));
  }
  Chapter times;
  for (const auto& [what, lives] : brakes) times.score.add(lives.times);
  out << "\nOf the same brakes, arms that are too slow or not at one in 3 of 10 cycles, by what each "
         "needed:\n";
  write_types(out, times);
}

}  // namespace

double upper_bound(std::int64_t seen) {
  // Exact (Garwood) for few, by Wilson and Hilferty's approximation of the
  // chi-square quantile.
  if (seen == 0) return 3.0;
  constexpr double one_sided_95 = 1.6449;
  const double degrees = 2.0 * static_cast<double>(seen + 1);
  const double part = 1 - 2 / (9 * degrees) + one_sided_95 * std::sqrt(2 / (9 * degrees));
  return degrees * part * part * part / 2;
}

void write_report(std::ostream& out, const std::vector<Chapter>& chapters, const BrakeChapter& brakes,
                  const std::string& command) {
  out << fmt::format(R"(# How well the detectors tell

Written by `{}`; do not edit.
What the detectors do: [README.md](README.md). The lift that wears and lies, its noise and what is a guess in it:
[drivers/simulated/worn](../../drivers/simulated/README.md). When something had to be said is computed from what really
happened, by the tables of the specification stated a second time (`tests/eval/dues*.cpp`), not by the detectors. Late is
what came after that moment; `battery_low` is due when its converter can no longer be wrong about it, for which the box
does not wait. Not stated is only what follows a person's word. "At most" is the upper bound at 95 % confidence: 3 for none seen.
)",
                     command);
  for (const Chapter& chapter : chapters) {
    out << "\n## " << chapter.title << "\n\n"
        << chapter.about << ' '
        << fmt::format("{} lifts, {:.1f} lift-years, {} readings, seeds {}.\n", grouped(chapter.score.lifts),
                       years(chapter.score), grouped(chapter.score.readings), chapter.seeds);
    if (chapter.kinds_of) write_kinds(out, chapter);
    write_types(out, chapter);
    write_causes(out, chapter);
  }
  if (!brakes.empty()) write_brakes(out, brakes);
}

std::string entrapment_plot(const Score& score) {
  std::vector<PlotRow> rows;
  const auto entrapments = score.types.find(EventType::entrapment);
  if (entrapments == score.types.end()) return plot("no entrapment", rows, 2);
  for (const auto& [kind, count] : entrapments->second.kinds) {
    if (count.delays_ms.empty()) continue;
    std::vector<std::int32_t> delays = count.delays_ms;
    const auto at = [&](int which) { return percentile(delays, which) / 1000.0; };
    rows.push_back({kind, count.found, at(50), at(99), at(100)});
  }
  const Count all = entrapments->second.all();
  return plot(
      fmt::format("Confirmed entrapments: {} of {} told, and how late", grouped(all.found), grouped(all.due)),
      rows, 2);
}

}  // namespace liftbox::eval
