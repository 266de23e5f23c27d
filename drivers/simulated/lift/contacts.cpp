#include "drivers/simulated/lift/contacts.hpp"

#include <utility>

namespace liftbox::simulated {
namespace {

bool mechanical(Line line) {
  return line != Line::brake_command && line != Line::presence && line != Line::mains_power;
}

}  // namespace

Contacts::Contacts(std::uint64_t seed, const Levels& levels, OnEdge on_edge)
    : random_{seed}, on_edge_{std::move(on_edge)}, meant_{levels} {
  for (std::size_t line = 0; line < levels.size(); ++line) wires_.at(line).level = levels.at(line);
}

void Contacts::follow(const Levels& levels, Time now) {
  if (levels == meant_ && bounces_.empty()) return;
  for (std::size_t line = 0; line < levels.size(); ++line) {
    if (levels.at(line) == meant_.at(line)) continue;
    meant_.at(line) = levels.at(line);
    change(line, now);
  }
  for (const Bounce& bounce : bounces_)
    if (bounce.at <= now) edge(bounce.line, bounce.level, bounce.at);
  std::erase_if(bounces_, [now](const Bounce& bounce) { return bounce.at <= now; });
}

void Contacts::change(std::size_t line, Time now) {
  const bool level = meant_.at(line);
  std::erase_if(bounces_, [line](const Bounce& bounce) { return bounce.line == line; });
  edge(line, level, now);
  if (!mechanical(static_cast<Line>(line))) return;
  const int most_bounces = 2;
  Time at = now;
  for (int left = std::uniform_int_distribution{0, most_bounces}(random_); left > 0; --left) {
    at += Time{std::uniform_int_distribution{1, 3}(random_)};
    bounces_.push_back({line, !level, at});
    at += Time{std::uniform_int_distribution{1, 2}(random_)};
    bounces_.push_back({line, level, at});
  }
}

void Contacts::edge(std::size_t line, bool level, Time at) {
  Wire& wire = wires_.at(line);
  if (wire.level == level) return;
  wire = {level, at};
  on_edge_(static_cast<Line>(line), level, at);
}

}  // namespace liftbox::simulated
