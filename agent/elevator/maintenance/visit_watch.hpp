#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox {

/// Counts what a visit leaves behind at the lift: a signature alone is no maintenance. Plain enough to be
/// memory.
class VisitWatch {
 public:
  struct Memory {
    Duration inspection{};    ///< in inspection mode
    std::vector<int> counts;  ///< by VisitEvidence::Sign

    template <class Visit>
    void fields(Visit&& visit) {
      visit("inspection", inspection);
      visit("counts", counts);
    }
  };

  /// `memory` of the visit, none while there is none.
  void observe(const CarState& car, Moment now, Memory* memory);
  /// After a while in which nobody watched.
  void begin_again() { *this = {}; }
  Duration inspection(const Memory& memory, Moment now) const;
  /// As evidence: nothing for a sign that no bound signal can give.
  static std::vector<VisitEvidence::Count> seen(const CarState& car, const Memory& memory);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("inspected_until", inspected_until_);
    visit("moves", moves_.was);
    visit("door", door_.was);
    visit("command", command_.was);
    visit("chain", chain_.was);
    visit("button", button_.was);
    visit("top", top_.was);
    visit("bottom", bottom_.was);
    visit("mains", mains_.was);
    visit("arms", arms_);
  }

 private:
  using Sign = VisitEvidence::Sign;
  struct Edge {
    Kleene was = Kleene::unknown;
    bool rises(const Fact& fact);

    template <class Visit>
    void fields(Visit&& visit) {
      visit("was", was);
    }
  };

  void follow_brake(const CarState& car, Memory* memory);
  static void count(Sign sign, Memory* memory);

  std::optional<Moment> inspected_until_;  ///< while in inspection mode
  Edge moves_, door_, command_, chain_, button_, top_, bottom_, mains_;
  std::array<Edge, max_brake_arms> arms_;
};

}  // namespace liftbox
