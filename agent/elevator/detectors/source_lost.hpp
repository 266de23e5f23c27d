#pragma once

#include <map>
#include <string>

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// A source has told nothing good for a while: the bus is dead, the adapter unplugged, the lines gone.
class SourceLost {
 public:
  static constexpr std::string_view name = "source_lost";
  static inline const SignalSet reads = ~SignalSet{};
  static constexpr WordSet words{};
  struct Memory {
    std::map<std::string, bool> lost;  ///< by source

    template <class Visit>
    void fields(Visit&& visit) {
      visit("lost", lost);
    }
  };

  SourceLost(const Rules& rules, const LiftFacts& /*facts*/) : silent_{rules.faults.source_silent} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void forget_those_gone(const CarState& car, Moment now, Verdict& verdict);

  Duration silent_;
};

}  // namespace liftbox
