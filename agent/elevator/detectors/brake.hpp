#pragma once

#include <array>

#include "agent/elevator/brake/brake_fault.hpp"

namespace liftbox {

/// What one brake arm did with the last change of the brake command.
enum class ArmAnswer : std::uint8_t { waiting, good, failed, unread, not_judged };

/// Follows the brake command and how each arm answers it: the cycle both brake detectors judge. Plain enough
/// to be memory.
class BrakeCycle {
 public:
  struct Answers {
    std::array<ArmAnswer, max_brake_arms> arm{};
    bool all_good(int arms) const;
    bool any(ArmAnswer answer) const;
    std::vector<int> failed() const;
  };

  /// `wanted`: the state of the command that is judged; true = release, false = set.
  void observe(const CarState& car, bool wanted, const Rules::Brake& rules, Moment now, Verdict& verdict);

  bool commanded() const { return commanded_at_.has_value(); }  ///< by an edge that was seen
  Moment commanded_at() const { return commanded_at_.value_or(Moment{}); }
  Answers answers() const;
  /// Says of this command, once, what kept a failing or unread arm from being told.
  void say_why_not(EventType type, const CarState& car, Moment now, Verdict& verdict);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("last_command", last_command_);
    visit("commanded_at", commanded_at_);
    visit("answers", answers_.arm);
    visit("by_hand", by_hand_);
    visit("why_not", why_not_);
  }

 private:
  void start(const CarState& car, Moment at);
  ArmAnswer judge(const CarState& car, int arm, bool wanted, const Rules::Brake& rules, Moment now,
                  Verdict& verdict) const;

  Kleene last_command_ = Kleene::unknown;
  std::optional<Moment> commanded_at_;
  Answers answers_;
  bool by_hand_ = false;  ///< the brake was opened by hand since the command
  WhyNot why_not_;
};

/// An arm does not release when told to, or drops during a run. Not judged in inspection nor while the mains
/// are lost: brakes are then opened by hand.
class BrakeNotReleased {
 public:
  static constexpr std::string_view name = "brake_not_released";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::runs});

  struct Memory : BrakeFault {
    BrakeCycle cycle;
    bool counted = true;
    bool dropped = false;
    WhyNot dropped_why_not;

    Memory() : BrakeFault{EventType::brake_not_released} {}

    template <class Visit>
    void fields(Visit&& visit) {
      BrakeFault::fields(visit);
      visit("cycle", cycle);
      visit("counted", counted);
      visit("dropped", dropped);
      visit("dropped_why_not", dropped_why_not);
    }
  };

  BrakeNotReleased(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.brake} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void watch_run(const CarState& car, Moment now, Verdict& verdict);
  void count_cycle(const CarState& car, Moment now, Verdict& verdict);

  Rules::Brake rules_;
};

/// An arm still reads released after the command went off: the dangerous one.
class BrakeNotSet {
 public:
  static constexpr std::string_view name = "brake_not_set";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::runs});

  struct Memory : BrakeFault {
    BrakeCycle cycle;
    std::optional<Moment> counted;

    Memory() : BrakeFault{EventType::brake_not_set} {}

    template <class Visit>
    void fields(Visit&& visit) {
      BrakeFault::fields(visit);
      visit("cycle", cycle);
      visit("counted", counted);
    }
  };

  BrakeNotSet(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.brake} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Rules::Brake rules_;
};

}  // namespace liftbox
