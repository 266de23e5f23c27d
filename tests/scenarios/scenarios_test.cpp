#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "tests/elevator/kept_records.hpp"
#include "tests/scenarios/scenario.hpp"

namespace {

using namespace liftbox;
using Lines = std::vector<std::string>;

/// By time; what is said at one moment has no order.
void sort(Lines& lines) {
  std::sort(lines.begin(), lines.end(), [](const std::string& a, const std::string& b) {
    return std::pair{std::stol(a), a} < std::pair{std::stol(b), b};
  });
}

/// What was said, one line each as in `.expected`.
Lines said_of(const std::filesystem::path& path) {
  const test::Scenario trace = test::read_scenario(path);
  Lift lift{trace.rules, trace.facts, {&trace.bindings, 1}, Moment{}};
  Lines lines;
  const auto add = [&](const Outcome& outcome) {
    test::keep_records(outcome);
    for (const Occurrence& occurrence : outcome.occurrences) {
      const Event& event = occurrence.event;
      std::ostringstream line;
      line << event.at.time_since_epoch().count() << ' ' << name(event.type) << ' ' << name(event.phase)
           << ' ' << name(event.confidence);
      lines.push_back(line.str());
    }
  };
  if (const auto wall = trace.wall()) add(lift.wall(*wall));
  add(lift.apply(trace.readings));
  add(lift.look(trace.end));
  sort(lines);
  return lines;
}

Lines expected_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  REQUIRE(file);
  Lines lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && !line.starts_with('#')) lines.push_back(line);
  sort(lines);
  return lines;
}

/// In time order, `-` before what was expected and not said, `+` before what was said and not expected.
std::string difference(const Lines& expected, const Lines& said) {
  std::string text;
  std::size_t e = 0;
  std::size_t s = 0;
  while (e < expected.size() || s < said.size()) {
    const bool same = e < expected.size() && s < said.size() && expected[e] == said[s];
    const bool missing = !same && e < expected.size() &&
                         (s == said.size() || std::pair{std::stol(expected[e]), expected[e]} <
                                                  std::pair{std::stol(said[s]), said[s]});
    text += same ? "  " : missing ? "- " : "+ ";
    text += same || missing ? expected[e] : said[s];
    text += '\n';
    if (same || missing) ++e;
    if (!missing) ++s;
  }
  return text;
}

std::vector<std::filesystem::path> traces() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator{SCENARIO_DIR})
    if (entry.path().extension() == ".csv") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("every recorded scenario says what an engineer expects of it") {
  REQUIRE(traces().size() >= 40);
  for (const auto& trace : traces()) {
    const Lines said = said_of(trace);
    const Lines expected = expected_of(std::filesystem::path{trace}.replace_extension(".expected"));
    INFO("scenario " << trace.stem().string() << " (- expected, not said; + said, not expected)\n"
                     << difference(expected, said));
    CHECK(said == expected);
  }
}
