#include "agent/config/idle_detectors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "agent/elevator/needs.hpp"

namespace liftbox {
namespace {

SignalSet bound_by_lines(const SiteConfig& site) {
  SignalSet bound;
  for (const LineProfile& line : site.lines) bound.set(index(*line.signal));
  return bound;
}

SignalSet bound_by(const SiteConfig& site) {
  SignalSet bound = bound_by_lines(site);
  if (site.controller)
    for (const modbus::Unit& unit : site.controller->units)
      for (const modbus::RegisterEntry& entry : unit.registers.entries) bound.set(index(entry.signal));
  return bound;
}

/// "'safety_chain', and one of 'car_moving', 'car_speed'"
std::string words(const std::vector<std::vector<Signal>>& groups) {
  std::string text;
  for (const std::vector<Signal>& group : groups) {
    std::vector<std::string> names(group.size());
    std::transform(group.begin(), group.end(), names.begin(),
                   [](Signal signal) { return fmt::format("'{}'", name(signal)); });
    text += fmt::format("{}{}{}", text.empty() ? "" : ", and ", group.size() > 1 ? "one of " : "",
                        fmt::join(names, ", "));
  }
  return text;
}

}  // namespace

void check_needs(const Table& root, SiteConfig& site) {
  const SignalSet bound = bound_by(site);
  const SignalSet by_lines = bound_by_lines(site);
  bool tells_of_entrapment = false;
  for (const Need& need : needs(site.facts)) {
    const auto idle = missing(need, need.edges ? by_lines : bound);
    if (idle.empty()) {
      tells_of_entrapment = tells_of_entrapment || need.type == EventType::entrapment;
      continue;
    }
    site.warnings.push_back({site.file.string(), 0, 0,
                             fmt::format("nothing can tell of {}: to watch it, provide {} by a line of the "
                                         "board{}",
                                         need.what, words(idle),
                                         need.edges ? " (a register is read too slowly to time a brake)"
                                                    : " or a register of the controller")});
  }
  if (tells_of_entrapment || site.without_entrapment) return;
  root.mistake(
      "nothing tells of 'door_zone', so that the box could never say that somebody is trapped: provide it by "
      "a line of the board ([lines]) or a register of the controller's profile, or write without_entrapment "
      "= true above the first heading if this box is not meant to");
}

}  // namespace liftbox
