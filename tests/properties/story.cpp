#include "tests/properties/story.hpp"

#include <map>
#include <optional>
#include <ostream>

namespace liftbox::test {
namespace {

/// As `liftctl replay --set` takes it.
using Settings = std::map<std::string, std::string>;

std::string text(const char* /*name*/, int value) {
  return std::to_string(value);
}
std::string text(const char* /*name*/, Date value) {
  return format(value);
}
std::string text(std::string_view name, Duration value) {
  return std::to_string(name.ends_with("_ms") ? value.count() : value.count() / 1000);
}

template <class T>
std::string text(const char* name, const std::optional<T>& value) {
  return value ? text(name, *value) : "";
}

Settings settings(Rules rules, LiftFacts facts) {
  Settings all;
  const auto note = [&](const char* name, const auto& value) { all[name] = text(name, value); };
  visit_rules(rules, note);
  visit_lift_facts(facts, note);
  return all;
}

void print_sources(std::ostream& out, const Story& story) {
  for (const SourceBindings& source : story.sources)
    for (const Binding& binding : source.bindings)
      out << "# " << name(binding.signal) << " is of " << source.source << '\n';
  const Settings usual = settings({}, {});
  for (const auto& [name, value] : settings(story.rules, story.facts))
    if (value != usual.at(name)) out << "# --set " << name << '=' << value << '\n';
}

void print(std::ostream& out, const Step& step) {
  const auto ms = step.at.time_since_epoch().count();
  if (!step.remark.empty()) out << "# at " << ms << ": " << step.remark << '\n';
  for (const Reading& reading : step.readings) {
    if (reading.raw_edges > 0) out << "# with " << reading.raw_edges << " edges:\n";
    if (reading.quality == Quality::stale) out << "# stale:\n";
    const bool good = reading.quality == Quality::good;
    const std::string value = good ? format(reading.signal, reading.value) : "?";
    const bool can_be = !good || parse(reading.signal, value);
    if (!can_be) out << "# a value that cannot be, and no source passes on: " << value << '\n';
    out << ms << ',' << name(reading.signal) << ',' << (can_be ? value : "?") << '\n';
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Story& story) {
  out << '\n';
  print_sources(out, story);
  out << "t_ms,signal,value\n";
  for (const Step& step : story.steps) print(out, step);
  return out << story.end.time_since_epoch().count() << ",end,\n";
}

}  // namespace liftbox::test
