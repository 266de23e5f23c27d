#pragma once

#include "agent/elevator/date.hpp"
#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The lift's periodical inspection (定期检验) comes due, or is overdue and the lift runs all the same. Said
/// 60, 30 and 7 days before, and each day that it is overdue.
class InspectionDue {
 public:
  static constexpr std::string_view name = "inspection_due";
  static constexpr SignalSet reads{};
  static constexpr WordSet words = word_set({Word::runs});
  struct Memory {
    // Days since 1970.
    std::optional<int> done, next;  ///< as a person said at the box or the platform
    std::optional<int> told_next;   ///< the one that the rest is about
    std::optional<int> told_left;   ///< days that were left when it was last said
    int trips_overdue = 0;
    int completed_runs = 0;  ///< as the car counts them
    std::optional<WallTold> wall;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("done", done);
      visit("next", next);
      visit("told_next", told_next);
      visit("told_left", told_left);
      visit("trips_overdue", trips_overdue);
      visit("completed_runs", completed_runs);
      visit("wall", wall);
    }
  };

  InspectionDue(const Rules& /*rules*/, const LiftFacts& facts) : facts_{facts.inspection} {}
  void wall(const WallTold& told) { memory.wall = told; }
  /// Until it is told again nobody knows how much time has passed.
  void rebooted(bool /*clock_was_set*/) { memory.wall.reset(); }
  void done(Date date, Date next);
  Verdict observe(const CarState& car, Moment now);

  /// By the site file or by what was said since, whichever is later.
  std::optional<Date> next() const;
  std::optional<Date> last() const;
  std::optional<int> days_left(Moment now) const;  ///< negative: overdue

  Memory memory;

 private:
  bool must_be_said(int days_left) const;
  static int next_to_say(int days_left);

  LiftFacts::Inspection facts_;
};

}  // namespace liftbox
