#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agent/config/document.hpp"
#include "agent/elevator/rules.hpp"

namespace liftbox {

/// A field of the rules or of the lift's facts that can be set, and its name in files and on command lines:
/// `rules.entrapment.outside_confirm_s`.
struct Setting {
  std::string name;
  std::variant<Duration*, int*, bool*, std::optional<int>*, std::optional<Date>*> field;
};
std::vector<Setting> settings_of(Rules& rules, LiftFacts& facts);

/// Empty if it could be set, else the remedy: "give seconds, 0 to 3600".
std::string assign(const Setting& setting, const Scalar& value);

/// Every setting that the file has: `[rules.entrapment]`, `[lift]`.
void read_settings(const Table& root, Rules& rules, LiftFacts& facts);

/// One from a command line: "lift.rated_speed_mm_s=1750". Throws ConfigError.
void apply_setting(Rules& rules, LiftFacts& facts, std::string_view assignment);

}  // namespace liftbox
