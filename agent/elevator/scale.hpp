#pragma once

#include <optional>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

/// Whether the load cell weighs somebody. Cells drift, and are knocked by kilograms: what the car weighs
/// after half an hour in which it stood shut and nothing moved in it is its empty weight; and what it weighed
/// each of the last times that it stood so for a minute, with a door open in between, since nobody stands
/// still, is not seen and asks for nothing three times. Most controllers tell a load in steps of 1 % of the
/// rated one, and an empty car between two of them as now this, now that: what differs by no more than a step
/// is alike. Of coarse steps the least is the empty car: who is light is still seen.
class Scale {
 public:
  struct Memory {
    Value empty_kg = 0;
    /// The least, of the openings that are counted and of as many before.
    Value least_kg = 0, least_before_kg = 0;
    int openings = 0;
    std::optional<Value> idle_least_kg, idle_most_kg;  ///< of the last idle minutes; so many were alike
    int idle_alike = 0;
    bool weighed_idle = false;  ///< since the last opening
    Fact somebody;
    bool was_open = false;
    std::optional<Value> last_kg;
    int unchanged_openings = 0;
    bool caller_in = false;  ///< somebody called in the car, and nobody has left since

    template <class Visit>
    void fields(Visit&& visit) {
      visit("empty_kg", empty_kg);
      visit("least_kg", least_kg);
      visit("least_before_kg", least_before_kg);
      visit("openings", openings);
      visit("idle_least_kg", idle_least_kg);
      visit("idle_most_kg", idle_most_kg);
      visit("idle_alike", idle_alike);
      visit("weighed_idle", weighed_idle);
      visit("somebody", somebody);
      visit("was_open", was_open);
      visit("last_kg", last_kg);
      visit("unchanged_openings", unchanged_openings);
      visit("caller_in", caller_in);
    }
  };

  struct Inputs {
    std::optional<Value> load;  ///< kg
    Moment load_since{}, load_read_at{};
    bool open = false;    ///< a door is not closed
    bool called = false;  ///< somebody asks for something in it now
    Fact idle;            ///< it stands shut, nobody is seen and nobody asks for anything
  };

  Scale(const Rules::Occupancy& rules, const LiftFacts& facts);
  void change(const Rules::Occupancy& rules, const LiftFacts& facts);
  /// True where it was found to be off, or right again.
  bool observe(const Inputs& in, Moment now);
  Moment next_change() const { return next_change_; }

  const Fact& weighs_somebody() const { return memory.somebody; }
  /// And no bag, nor the cell's own mistake: far more than lately.
  bool weighs_a_person() const { return surely_; }
  /// Likewise, and somebody called in the car since the load last fell by a person. A cell that tells the
  /// same at one opening after another tells nothing.
  bool weighs_a_caller() const {
    return surely_ && memory.caller_in && memory.unchanged_openings < rules_.least_of_openings;
  }

  Memory memory;

 private:
  void tare(const Inputs& in, Moment now);
  Value empty_by(Value load) const;
  void weigh_idle(Value load);
  void follow_least(const Inputs& in);
  void follow_caller(const Inputs& in);

  Rules::Occupancy rules_;
  Value alike_kg_ = 0;
  bool surely_ = false;
  Moment next_change_ = never;
};

}  // namespace liftbox
