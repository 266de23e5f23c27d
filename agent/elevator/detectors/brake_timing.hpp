#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "agent/elevator/brake/brake_times.hpp"
#include "agent/elevator/brake/brake_trend.hpp"
#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The brake's times: too slow, arms that differ, and a warning long before that. One incident an arm, but
/// for the difference.
class BrakeTiming {
 public:
  static constexpr std::string_view name = "brake_timing";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power});
  static constexpr WordSet words = word_set({Word::inspection});
  /// The last cycles of one kind, in ms.
  struct Window {
    std::vector<int> last;
    int good_cycles = 0;  ///< in a row

    template <class Visit>
    void fields(Visit&& visit) {
      visit("last", last);
      visit("good", good_cycles);
    }
  };
  struct Cycle {
    Moment commanded{};
    std::vector<BrakeTime> answers;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("commanded", commanded);
      visit("answers", answers);
    }
  };
  /// Windows and trends are named "set 1", "release 1", "cold set 1"; that of the difference "set",
  /// "release".
  struct Memory {
    BrakeTimes::Memory times;
    BrakeTimes::Memory all_times;  ///< while it may be opened by hand, too
    std::array<Cycle, 2> cycles;   ///< under way: set, release
    std::map<std::string, Window> windows;
    std::map<std::string, BrakeTrend> trends;
    std::vector<int> slow;       ///< arms with an open incident
    std::vector<int> degrading;  ///< likewise
    bool unequal = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("times", times);
      visit("all_times", all_times);
      visit("cycles", cycles);
      visit("windows", windows);
      visit("trends", trends);
      visit("slow", slow);
      visit("degrading", degrading);
      visit("unequal", unequal);
    }
  };

  BrakeTiming(const Rules& rules, const LiftFacts& /*facts*/);
  Verdict observe(const CarState& car, Moment now);
  /// By the last look; the span lives until the next.
  std::span<const BrakeTime> measured() const { return times_.measured(); }
  /// The electromagnet was dismantled or its push-rod changed: what was learned of it is no measure any more.
  void maintained(Moment now, Verdict& verdict);

  Memory memory;

 private:
  void say_why_not(const BrakeTime& measured, const CarState& car, Moment now, Verdict& verdict) const;
  void judge_slow(const BrakeTime& measured, Moment now, Verdict& verdict);
  void judge_difference(const BrakeTime& measured, int arms, Moment now, Verdict& verdict);
  void judge_trend(const BrakeTime& measured, Moment now, Verdict& verdict);
  bool degrades(int arm) const;
  void count(Window& window, Duration time, Duration limit) const;
  void begin_good_cycles(const std::string& of);  ///< " 1": of an arm; empty: of the difference
  bool enough_good_cycles(const std::string& of);
  bool too_often(const Window& window, Duration limit) const;

  Rules::Brake rules_;
  BrakeTimes times_;
  BrakeTimes all_times_;
  BrakeTrendJudge warm_;
  BrakeTrendJudge cold_;
};

}  // namespace liftbox
