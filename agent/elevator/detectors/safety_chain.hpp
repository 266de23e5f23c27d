#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The safety chain opened while the car ran, or as it stopped (GB/T 24476 fault 1, 运行时安全回路断路).
class SafetyChainOpen {
 public:
  static constexpr std::string_view name = "safety_chain";
  static inline const SignalSet reads =
      door_switches | signal_set({Signal::safety_chain, Signal::door_zone, Signal::door_open_command,
                                  Signal::door_close_command});
  static constexpr WordSet words =
      word_set({Word::moving, Word::shut, Word::inspection, Word::in_zone, Word::runs});
  /// An opening that is not judged, and what holds it back.
  struct NotJudged {
    Moment opened{};
    HeldBack::Reason reason{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("opened", opened);
      visit("reason", reason);
    }
  };
  struct Memory {
    Fault fault{EventType::safety_chain_open};
    bool was_closed = false;
    std::optional<Moment> opened;  ///< while running, and nothing explains it so far
    std::optional<NotJudged> not_judged;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("was_closed", was_closed);
      visit("opened", opened);
      visit("not_judged", not_judged);
    }
  };

  SafetyChainOpen(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.faults}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void follow(const CarState& car);
  void judge(const CarState& car, Moment opened, Moment now, Verdict& verdict);
  void say_why_not(const CarState& car, Moment now, Verdict& verdict);
  void say(Moment opened, HeldBack::Reason reason, std::string_view by, Moment now, Verdict& verdict);
  Kleene opened_while_running(const CarState& car, Moment opened) const;

  Rules::Faults rules_;
  Duration reread_;
};

}  // namespace liftbox
