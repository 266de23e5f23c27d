#pragma once

#include <utility>

#include "agent/elevator/detector.hpp"
#include "agent/elevator/wall.hpp"

namespace liftbox {

/// No maintenance visit for 15 days (TSG T5002), said again each day, but not while somebody has been at it
/// for less than a day: first it has to be seen whether that visit counts. A box that has seen none yet
/// counts from when it first knew the date.
class MaintenanceOverdue {
 public:
  static constexpr std::string_view name = "maintenance_overdue";
  static constexpr SignalSet reads{};
  static constexpr WordSet words{};
  struct Memory {
    std::optional<Moment> watched_since;
    std::optional<Moment> last_visit;
    std::optional<Moment> told;
    std::optional<Moment> visiting;  ///< since then

    template <class Visit>
    void fields(Visit&& visit) {
      visit("watched_since", watched_since);
      visit("last_visit", last_visit);
      visit("told", told);
      visit("visiting", visiting);
    }
  };

  MaintenanceOverdue(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.maintenance} {}
  void wall(const WallTold& told);
  /// A visit that counts has ended.
  void visited(Moment ended);
  /// A visit is under way since then, or what may become one. True if that is new: asked next, it may say
  /// something.
  bool visiting(std::optional<Moment> since) { return std::exchange(memory.visiting, since) != since; }
  Verdict observe(const CarState& car, Moment now);

  /// When the next visit is due at the latest; nothing while that cannot be told.
  std::optional<Moment> due() const;

  Memory memory;

 private:
  Rules::Maintenance rules_;
};

}  // namespace liftbox
