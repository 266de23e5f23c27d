#pragma once

#include <optional>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

/// Whether the car is in a door zone: what the switch says, unless it cannot be. A door that opens on command
/// just after a stop is at a landing; and nobody passes three landings without their zones. Then the switch
/// is doubted until its next edge: the car is at a landing where its door has opened since the stop,
/// elsewhere nobody knows.
class Zone {
 public:
  struct Memory {
    bool doubted = false;
    bool landed = false;            ///< a door has opened at this stop
    Kleene told = Kleene::unknown;  ///< by the switch, when it was doubted
    Kleene zone = Kleene::unknown;
    std::optional<Value> floor;
    int floors_passed = 0;
    std::optional<Moment> stopped;  ///< nothing unless it stands, and was seen to stop
    std::optional<Moment> moved;    ///< nothing unless it moves, or did until now
    bool commanded = false;         ///< to open the door, since the stop

    template <class Visit>
    void fields(Visit&& visit) {
      visit("doubted", doubted);
      visit("landed", landed);
      visit("told", told);
      visit("zone", zone);
      visit("floor", floor);
      visit("floors_passed", floors_passed);
      visit("stopped", stopped);
      visit("moved", moved);
      visit("commanded", commanded);
    }
  };

  struct Inputs {
    Fact zone;                ///< `door_zone`
    bool every_edge = false;  ///< of it is read
    Fact moving;
    std::optional<Fact> braked;     ///< every arm of the brake reads set; nothing where none is bound
    Fact shut;                      ///< every bound door closed
    std::optional<Fact> commanded;  ///< the door, to open; nothing where that is not bound
    std::optional<Value> floor;
  };

  Zone(const Rules& rules, const LiftFacts& facts) { change(rules, facts); }
  void change(const Rules& rules, const LiftFacts& facts);
  void observe(const Inputs& in, Moment now);

  /// Nothing while the switch is believed.
  const std::optional<Fact>& instead() const { return instead_; }
  /// In motion, while the switch did not change; 0 where not all of its edges are read.
  int floors_passed() const { return memory.floors_passed; }

  Memory memory;

 private:
  void doubt(Kleene told, bool landed);
  void follow_switch(const Inputs& in);
  void count_floors(const Inputs& in);
  void follow_stop(const Inputs& in);
  void look_for_landing(const Inputs& in, Moment now);
  bool express(Value floor) const;

  Duration lands_within_{};
  int doubt_floors_ = 0;
  std::optional<std::pair<int, int>> express_zone_;
  std::optional<Fact> instead_;
};

}  // namespace liftbox
