#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox {

/// What was told of the lift and seen of it lately, for whoever asks what shut people in. The last of each
/// kind: bounded, and kept over a restart.
class Lately {
 public:
  /// An incident, and how the car was when it began.
  struct Told {
    EventType type{};
    std::string subject;
    Moment at{};                 ///< of its first record
    std::optional<Moment> over;  ///< nothing while it lasts
    bool in_motion = false;
    Direction direction = Direction::none;
    Kleene shut = Kleene::unknown;
    Kleene locked = Kleene::unknown;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("type", type);
      visit("subject", subject);
      visit("at", at);
      visit("over", over);
      visit("in_motion", in_motion);
      visit("direction", direction);
      visit("shut", shut);
      visit("locked", locked);
    }
  };
  /// A signal that showed what may shut people in: too much load, heat, a door held open, a controller's
  /// fault.
  struct Seen {
    Signal signal{};
    Value value = 0;
    Moment last{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("signal", signal);
      visit("value", value);
      visit("last", last);
    }
  };
  struct Memory {
    std::vector<Told> told;
    std::vector<Seen> seen;
    std::optional<Moment> obstructed_since;
    bool was_open = false;
    int openings = 0;  ///< since the door was shut

    template <class Visit>
    void fields(Visit&& visit) {
      visit("told", told);
      visit("seen", seen);
      visit("obstructed_since", obstructed_since);
      visit("was_open", was_open);
      visit("openings", openings);
    }
  };

  Lately(const Rules& rules, const LiftFacts& facts)
      : rules_{rules.causes}, rated_load_kg_{facts.rated_load_kg} {}

  void change(const Rules& rules, const LiftFacts& facts) {
    rules_ = rules.causes;
    rated_load_kg_ = facts.rated_load_kg;
  }
  void hear(const Event& event, const CarState& car);
  void observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void see(Signal signal, Value value, Moment now);
  void follow_door(const CarState& car, Moment now);

  Rules::Causes rules_;
  std::optional<int> rated_load_kg_;
};

}  // namespace liftbox
