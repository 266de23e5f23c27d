#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car has run into a final limit switch, beyond its terminal landing (EN 81-20 5.12.2). Judged in every
/// mode: a technician who drives into it must hear of it, too.
class Overtravel {
 public:
  static constexpr std::string_view name = "overtravel";
  static constexpr SignalSet reads = signal_set({Signal::limit_top, Signal::limit_bottom});
  static constexpr WordSet words{};
  struct Memory {
    Fault top{EventType::overtravel_top};
    Fault bottom{EventType::overtravel_bottom};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("top", top);
      visit("bottom", bottom);
    }
  };

  Overtravel(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.faults} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void judge(Fault& fault, const Fact& limit, Moment now, Verdict& verdict) const;

  Rules::Faults rules_;
};

}  // namespace liftbox
