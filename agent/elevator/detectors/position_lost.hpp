#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The controller has lost count of its floors (GB/T 24476 fault 7, 楼层位置丢失): it says so itself, or the
/// floor jumps farther than the car can have travelled.
class PositionLost {
 public:
  static constexpr std::string_view name = "position_lost";
  static constexpr SignalSet reads = signal_set({Signal::floor});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::runs});
  struct Landing {
    Value floor = 0;
    Moment read_at{};
    bool lost = false;    ///< the controller does not know its floor since
    bool unread = false;  ///< the floor, for a while since

    template <class Visit>
    void fields(Visit&& visit) {
      visit("floor", floor);
      visit("read_at", read_at);
      visit("lost", lost);
      visit("unread", unread);
    }
  };
  struct Memory {
    Fault fault{EventType::position_lost};
    int plausible_changes = 0;    ///< in a row, since it was raised
    std::optional<Landing> last;  ///< the last landing that was known

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("plausible_changes", plausible_changes);
      visit("last", last);
    }
  };

  PositionLost(const Rules& rules, const LiftFacts& facts);
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void judge_change(const CarState& car, Value floor, Moment now, Verdict& verdict);
  bool jumped(const CarState& car, Value floor) const;

  Rules::Faults rules_;
  Duration reread_;
  std::optional<int> rated_mm_s_;
};

}  // namespace liftbox
