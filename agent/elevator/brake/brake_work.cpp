#include "agent/elevator/brake/brake_work.hpp"

#include <algorithm>
#include <array>

#include "agent/elevator/digit.hpp"

namespace liftbox {
namespace {

constexpr std::array<std::string_view, 4> brake_types{"unknown", "drum", "disc", "other"};
constexpr std::array<std::string_view, 5> push_rods{"unknown", "steel", "copper", "brass",
                                                    "non_magnetic_steel"};
constexpr std::array<std::string_view, 4> actions{"dismantled", "push_rod_changed", "adjusted", "checked"};
constexpr std::array<std::string_view, 4> results{"put_right", "not_yet", "cannot_be_judged",
                                                  "not_concerned"};
constexpr std::array<std::string_view, 10> reasons{
    "not_a_drum_brake",   "push_rod_magnetic", "never_dismantled", "incident_open",  "incident_since",
    "slower_than_before", "type_unknown",      "push_rod_unknown", "arms_not_timed", "too_few_cycles"};
constexpr std::array<std::string_view, 5> priority_models{"DZS800", "DZS900", "DZS350", "DZS200", "DZS165"};

template <class Names, class Enum>
std::string_view name_of(const Names& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

template <class Enum, class Names>
std::optional<Enum> find(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Capital letters and digits, in words only where two numbers stand side by side: "dzs-800/2" -> "DZS800 2".
std::string plain(std::string_view model) {
  constexpr char to_capital = 'a' - 'A';
  std::string out;
  bool apart = false;
  for (const char written : model) {
    const char c = written >= 'a' && written <= 'z' ? static_cast<char>(written - to_capital) : written;
    if (is_capital(c) || is_digit(c)) {
      if (apart && is_digit(c) && !out.empty() && is_digit(out.back())) out += ' ';
      out += c;
    }
    apart = !is_capital(c) && !is_digit(c);
  }
  return out;
}

}  // namespace

std::string_view name(BrakeType type) {
  return name_of(brake_types, type);
}
std::string_view name(PushRod material) {
  return name_of(push_rods, material);
}
std::string_view name(BrakeAction action) {
  return name_of(actions, action);
}
std::string_view name(BrakeVerdict::Result result) {
  return name_of(results, result);
}
std::string_view name(BrakeVerdict::Reason reason) {
  return name_of(reasons, reason);
}

std::optional<PushRod> find_push_rod(std::string_view name) {
  return find<PushRod>(push_rods, name);
}
std::optional<BrakeAction> find_brake_action(std::string_view name) {
  return find<BrakeAction>(actions, name);
}

std::vector<std::string> brake_type_names() {
  return {brake_types.begin(), brake_types.end()};
}
std::vector<std::string> push_rod_names() {
  return {push_rods.begin(), push_rods.end()};
}
std::vector<std::string> brake_action_names() {
  return {actions.begin(), actions.end()};
}

/// DZS1650 is none, DZS165B is one.
bool is_priority_model(std::string_view model) {
  const std::string written = plain(model);
  return std::any_of(priority_models.begin(), priority_models.end(), [&](std::string_view priority) {
    const std::size_t place = written.find(priority);
    if (place == std::string::npos) return false;
    const std::size_t end = place + priority.size();
    return end == written.size() || !is_digit(written[end]);
  });
}

}  // namespace liftbox
