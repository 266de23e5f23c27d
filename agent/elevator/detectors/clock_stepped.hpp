#pragma once

#include "agent/elevator/detector.hpp"
#include "agent/elevator/wall.hpp"

namespace liftbox {

/// The wall clock jumped, set by a time server or by a person: times of records before and after are not to
/// be subtracted. That it is set at last after a start is no jump; what it did while it was unset is not
/// judged.
class ClockStepped {
 public:
  static constexpr std::string_view name = "clock_stepped";
  static constexpr SignalSet reads{};
  static constexpr WordSet words{};
  /// What it showed when it was last told and could be believed.
  struct Memory {
    std::optional<Moment> at;
    std::int64_t wall_ms = 0;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("at", at);
      visit("wall_ms", wall_ms);
    }
  };

  ClockStepped(const Rules& rules, const LiftFacts& /*facts*/) : limit_{rules.box.clock_step} {}
  void wall(const WallTold& told);
  /// While the machine was off nobody counted how time went by.
  void rebooted(bool /*clock_was_set*/) { memory.at.reset(); }
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Duration limit_;
  std::optional<ClockEvidence> stepped_;
};

}  // namespace liftbox
