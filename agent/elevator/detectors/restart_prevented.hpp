#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The lift will not run again by itself (GB/T 24476 fault 8, 防止电梯再运行故障): its controller shows a
/// fault, or closes the motor contactor and the car stands. A code that stands for another fault raises that
/// one.
class RestartPrevented {
 public:
  static constexpr std::string_view name = "restart_prevented";
  static inline const SignalSet reads =
      brake_signals | signal_set({Signal::controller_fault, Signal::run_contactor, Signal::mains_power});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::runs});
  struct Raised {
    EventType type{};
    Moment since{};
    int runs_before = 0;
    bool possible = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("type", type);
      visit("since", since);
      visit("runs_before", runs_before);
      visit("possible", possible);
    }
  };
  struct Memory {
    int code = 0;
    Lasting shown;   ///< this code, while the car stands
    Lasting driven;  ///< while the car stands
    WhyNot shown_why_not, driven_why_not;
    std::vector<Raised> raised;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("code", code);
      visit("shown", shown);
      visit("driven", driven);
      visit("shown_why_not", shown_why_not);
      visit("driven_why_not", driven_why_not);
      visit("raised", raised);
    }
  };

  RestartPrevented(const Rules& rules, const LiftFacts& facts)
      : rules_{rules.faults},
        reread_{rules.words.trace_reread},
        falls_within_{rules.words.braked},
        controller_faults_{facts.controller_faults} {}
  Verdict observe(const CarState& car, Moment now);
  /// It is so at this moment, not only until the next run.
  bool shows(Moment now) const;

  Memory memory;

 private:
  void follow_code(const CarState& car, const Fact& stands);
  void follow_motor(const CarState& car, const Fact& stands, Moment now, Verdict& verdict);
  void say_why_not(const CarState& car, Moment now, Verdict& verdict);
  bool open(EventType type) const;
  void raise_when(const Lasting& condition, Duration limit, EventType type, int code, const CarState& car,
                  Moment now, Verdict& verdict);
  void clear(const CarState& car, Moment now, Verdict& verdict);
  EventType meaning() const;

  Rules::Faults rules_;
  Duration reread_;
  Duration falls_within_;  ///< the contactor, after the brake has set
  std::map<int, EventType> controller_faults_;
};

}  // namespace liftbox
