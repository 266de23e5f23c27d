#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liftbox {

// Kept as numbers in the memory of the box: new ones go to the end of each list.

/// The notice of 2021 is about drum brakes: a plunger electromagnet releases them over levers
/// (杠杆鼓式制动器).
enum class BrakeType : std::uint8_t { unknown, drum, disc, other };

/// What the push-rod (松闸顶杆) of the electromagnet is made of. Steel is drawn aside by the magnet and
/// sticks.
enum class PushRod : std::uint8_t { unknown, steel, copper, brass, non_magnetic_steel };

/// What a technician did with the brake.
enum class BrakeAction : std::uint8_t { dismantled, push_rod_changed, adjusted, checked };

std::string_view name(BrakeType type);
std::string_view name(PushRod material);
std::string_view name(BrakeAction action);
std::optional<PushRod> find_push_rod(std::string_view name);
std::optional<BrakeAction> find_brake_action(std::string_view name);
std::vector<std::string> brake_type_names();  ///< in the order of the enumeration
std::vector<std::string> push_rod_names();
std::vector<std::string> brake_action_names();

/// One of the models that the notice of 2021 (关于开展电梯鼓式制动器专项排查治理) names first, however it is
/// written: "DZS800", "dzs-800B".
bool is_priority_model(std::string_view model);

/// The electromagnet was apart: what was learned of the brake's times is no measure any more.
constexpr bool restarts_baseline(BrakeAction action) {
  return action == BrakeAction::dismantled || action == BrakeAction::push_rod_changed;
}

/// What the installer knows of the brake.
struct BrakeFacts {
  std::string model;
  BrakeType type = BrakeType::unknown;
  PushRod push_rod = PushRod::unknown;  ///< when the box was installed
  std::optional<int> arms{};            ///< that there are; none given: those that are wired
};

/// A technician's word.
struct BrakeWork {
  BrakeAction action = BrakeAction::checked;
  std::optional<PushRod> push_rod{};  ///< as it is now, where he saw it
  std::string done{};                 ///< day of the work, "2026-01-05"
  bool earlier = false;  ///< entered on a later day: nobody knows what was measured just before it
  std::string note{};
  std::string by{};  ///< work number

  template <class Visit>
  void fields(Visit&& visit) {
    visit("action", action);
    visit("push_rod", push_rod);
    visit("done", done);
    visit("earlier", earlier);
    visit("note", note);
    visit("by", by);
  }
};

/// Of the last cycles of one arm, releasing or setting.
struct BrakeFigures {
  int median_ms = 0;
  int p95_ms = 0;
  int cycles = 0;  ///< from which
  bool operator==(const BrakeFigures&) const = default;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("median_ms", median_ms);
    visit("p95_ms", p95_ms);
    visit("cycles", cycles);
  }
};
using BrakeTable = std::map<std::string, BrakeFigures>;  ///< by "set_1", "release_2"

/// The days since the repair: 0 where the brake was not used.
struct BrakeDays {
  std::vector<int> median_ms;   ///< of the last 100 cycles of the day
  std::vector<int> slowest_ms;  ///< one that sticks shows here first
};

/// Whether the brake is as the notice wants it.
struct BrakeVerdict {
  enum class Result : std::uint8_t { put_right, not_yet, cannot_be_judged, not_concerned };
  enum class Reason : std::uint8_t {
    not_a_drum_brake,
    push_rod_magnetic,  ///< from here on: not yet
    never_dismantled,
    incident_open,
    incident_since,  ///< since it was repaired
    slower_than_before,
    type_unknown,  ///< from here on: cannot be judged
    push_rod_unknown,
    arms_not_timed,
    too_few_cycles,
  };
  Result result = Result::put_right;
  std::vector<Reason> reasons{};
};
std::string_view name(BrakeVerdict::Result result);
std::string_view name(BrakeVerdict::Reason reason);

}  // namespace liftbox
