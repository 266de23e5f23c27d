#include "agent/config/idle_detectors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

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

using Groups = std::span<const std::vector<Signal>>;

/// "one of 'car_moving', 'car_speed'"
std::string choice_of(const char* so_many, std::span<const Signal> signals) {
  std::vector<std::string> names(signals.size());
  std::transform(signals.begin(), signals.end(), names.begin(),
                 [](Signal signal) { return fmt::format("'{}'", name(signal)); });
  return fmt::format("{}{}", signals.size() > 1 ? so_many : "", fmt::join(names, ", "));
}

/// One of each three of the four arms are any two of them.
bool are_any_two_arms(Groups groups) {
  return groups.size() == max_brake_arms &&
         std::all_of(groups.begin(), groups.end(), [](const std::vector<Signal>& group) {
           return group.size() == max_brake_arms - 1 && group.front() >= brake_arm(1) &&
                  group.back() <= brake_arm(max_brake_arms);
         });
}

/// "'safety_chain', and one of 'car_moving', 'car_speed'"
std::string words(Groups groups) {
  const std::size_t without = groups.size() - std::min<std::size_t>(groups.size(), max_brake_arms);
  const bool two_arms = are_any_two_arms(groups.subspan(without));
  std::string text;
  const auto add = [&](const std::string& choice) { text += (text.empty() ? "" : ", and ") + choice; };
  for (const std::vector<Signal>& group : two_arms ? groups.first(without) : groups)
    add(choice_of("one of ", group));
  constexpr std::array arms{brake_arm(1), brake_arm(2), brake_arm(3), brake_arm(4)};
  if (two_arms) add(choice_of("two of ", arms));
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
