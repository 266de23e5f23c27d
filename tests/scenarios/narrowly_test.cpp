#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "tests/scenarios/scenario.hpp"

// A line `# --narrowly TYPE [PHASE] HOW WHAT` in a scenario says by how little it is not so. HOW is
//   later T          had all rows from T on come 1 ms later
//   earlier T        … 1 ms earlier
//   with ROW         had this row said so
//   without T,signal had this row been missing
//   set NAME=VALUE   had the limit been one less
namespace {

using namespace liftbox;

struct Narrowly {
  std::string type;
  std::string phase;  ///< empty: that begins an incident
  std::string how;
  std::string what;
};

using Lines = std::vector<std::string>;

Lines lines_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  Lines lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<Narrowly> marks_in(const Lines& lines) {
  const std::string mark = "# --narrowly ";
  std::vector<Narrowly> marks;
  for (const std::string& line : lines) {
    if (!line.starts_with(mark)) continue;
    std::istringstream in{line.substr(mark.size())};
    Lines words;
    for (std::string word; in >> word;) words.push_back(word);
    REQUIRE((words.size() == 3 || words.size() == 4));
    marks.push_back({words[0], words.size() == 4 ? words[1] : "", words[words.size() - 2], words.back()});
  }
  return marks;
}

bool is_row(const std::string& line) {
  return !line.empty() && line.front() >= '0' && line.front() <= '9';
}
/// "20499,alarm_button"
std::string place_of(const std::string& row) {
  return row.substr(0, row.find(',', row.find(',') + 1));
}

/// The trace as it would have been one tick on.
std::string a_tick_on(const Lines& lines, const Narrowly& mark) {
  std::string text;
  bool changed = mark.how == "set";
  for (const std::string& line : lines) {
    std::string now = line;
    if (mark.how == "set" && line.starts_with("t_ms"))
      text += "# --set " + mark.what + '\n';  // the last one counts
    if (is_row(line)) {
      const long at = std::stol(line);
      const int shift = mark.how == "later" ? 1 : mark.how == "earlier" ? -1 : 0;
      if (shift != 0 && at >= std::stol(mark.what))
        now = std::to_string(at + shift) + line.substr(line.find(','));
      if (mark.how == "with" && place_of(line) == place_of(mark.what)) now = mark.what;
      if (mark.how == "without" && place_of(line) == mark.what) now = "# left out";
    }
    changed = changed || now != line;
    text += now + '\n';
  }
  CHECK(changed);
  return text;
}

/// How often it is said.
long times(const std::string& text, const Narrowly& mark) {
  std::istringstream in{text};
  const test::Scenario scenario = test::read_scenario(in);
  Lift lift{scenario.rules, scenario.facts, {&scenario.bindings, 1}, Moment{}};
  long said = 0;
  const auto count = [&](const Outcome& outcome) {
    for (const Occurrence& occurrence : outcome.occurrences) {
      const Event& event = occurrence.event;
      const bool begins = event.phase == Phase::raised || event.phase == Phase::noted;
      const bool meant = mark.phase.empty() ? begins : name(event.phase) == mark.phase;
      if (name(event.type) == mark.type && meant) ++said;
    }
  };
  if (const auto wall = scenario.wall()) count(lift.wall(*wall));
  count(lift.apply(scenario.readings));
  count(lift.look(scenario.end));
  return said;
}

}  // namespace

TEST_CASE("what is narrowly not so would have been so one tick on") {
  int marks = 0;
  for (const auto& entry : std::filesystem::directory_iterator{SCENARIO_DIR}) {
    if (entry.path().extension() != ".csv") continue;
    const Lines lines = lines_of(entry.path());
    std::string as_it_was;
    for (const std::string& line : lines) as_it_was += line + '\n';
    for (const Narrowly& mark : marks_in(lines)) {
      INFO(entry.path().stem().string() << ": " << mark.type << ' ' << mark.how << ' ' << mark.what);
      CHECK(times(a_tick_on(lines, mark), mark) > times(as_it_was, mark));
      ++marks;
    }
  }
  CHECK(marks >= 59);
}
