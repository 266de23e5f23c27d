#include "drivers/lines/line_set.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr Duration edges_told_every{100};

}  // namespace

std::vector<LineSetting> settings_of(const std::vector<LineProfile>& lines) {
  std::vector<LineSetting> settings;
  settings.reserve(lines.size());
  for (const LineProfile& line : lines)
    settings.push_back({line.name, *line.signal, line.inverted, line.debounce});
  return settings;
}

LineSet::LineSet(std::vector<LineSetting> settings) {
  lines_.reserve(settings.size());
  for (auto& setting : settings) {
    const Duration debounce = setting.debounce;
    lines_.push_back({std::move(setting), Debouncer(debounce)});
  }
}

std::vector<Binding> LineSet::bindings() const {
  std::vector<Binding> bindings;
  for (const auto& line : lines_) bindings.push_back({line.setting.signal, Arrival::edges, {}});
  return bindings;
}

std::optional<std::size_t> LineSet::find(std::string_view name) const {
  const auto found = std::find_if(lines_.begin(), lines_.end(),
                                  [name](const Line& line) { return line.setting.name == name; });
  if (found == lines_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - lines_.begin());
}

std::vector<std::string> LineSet::missing() const {
  std::vector<std::string> names;
  for (const auto& line : lines_) {
    if (!line.offered) names.push_back(line.setting.name);
  }
  return names;
}

void LineSet::offer(std::size_t line, bool level, Moment at) {
  auto& offered = lines_[line];
  offered.offered = true;
  offered.debouncer.start(level);
  offered.edges_told = offered.debouncer.raw_edges();
  say(offered, {level, at});
}

void LineSet::edge(std::size_t line, bool level, Moment at) {
  auto& moved = lines_[line];
  if (!moved.offered) return;
  if (moved.edges_told == moved.debouncer.raw_edges()) moved.edges_since = at;
  if (const auto change = moved.debouncer.edge(level, at)) say(moved, *change);
}

void LineSet::settle(Moment now) {
  for (auto& line : lines_) {
    if (const auto change = line.debouncer.settle(now)) say(line, *change);
    if (now >= tell_edges_at(line)) say(line, {line.debouncer.level(), now});
  }
}

void LineSet::lose_missing(Moment at) {
  for (auto& line : lines_) {
    if (!line.offered) forget(line, at);
  }
}

void LineSet::lose_all(Moment at) {
  for (auto& line : lines_) forget(line, at);
}

void LineSet::lose(std::size_t line, Moment at) {
  forget(lines_[line], at);
}

Moment LineSet::look_again_at() const {
  Moment earliest = never;
  for (const auto& line : lines_)
    earliest = std::min({earliest, line.debouncer.look_again_at(), tell_edges_at(line)});
  return earliest;
}

std::vector<Reading> LineSet::take() {
  std::stable_sort(readings_.begin(), readings_.end(),
                   [](const Reading& a, const Reading& b) { return a.at < b.at; });
  return std::exchange(readings_, {});
}

std::uint64_t LineSet::raw_edges() const {
  std::uint64_t edges = 0;
  for (const auto& line : lines_) edges += line.debouncer.raw_edges();
  return edges;
}

void LineSet::say(Line& line, const Debouncer::Change& change) {
  const std::uint64_t edges = line.debouncer.raw_edges();
  readings_.push_back({line.setting.signal, change.level != line.setting.inverted ? 1 : 0, change.at,
                       Quality::good, static_cast<int>(edges - line.edges_told)});
  line.edges_told = edges;
}

Moment LineSet::tell_edges_at(const Line& line) {
  const bool told = !line.offered || line.edges_told == line.debouncer.raw_edges();
  return told ? never : line.edges_since + edges_told_every;
}

void LineSet::forget(Line& line, Moment at) {
  line.offered = false;
  line.debouncer.start(false);
  readings_.push_back({line.setting.signal, 0, at, Quality::bad});
}

}  // namespace liftbox
