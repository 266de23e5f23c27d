#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// A drum brake (鼓式制动器) with two arms, each of which follows the coil after a time of its own: the
/// coil's temperature, the friction of the plunger and its sludge decide how long.
class Brake {
 public:
  static constexpr std::size_t arms = 2;

  Brake(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void energise(bool on, Time now);
  void arm_follows(std::size_t arm, Time now);
  void by_hand(bool released,
               Time now);  ///< a technician's lever; the coil is dead

  bool energised() const { return energised_; }
  bool released(std::size_t arm) const { return arms_.at(arm).released; }
  bool all_released() const { return arms_[0].released && arms_[1].released; }
  bool all_set() const { return !arms_[0].released && !arms_[1].released; }
  /// Whether the shoes hold the drum, whatever the switches say.
  bool holds() const { return all_set() && !slips_; }
  std::int64_t cycles() const { return cycles_; }

  // What may happen to it.
  void stick(std::size_t arm, bool released) { arms_.at(arm).stuck = released; }
  /// One of its times grows from now on: ms a cycle, and how often, of single cycles, the plunger sticks.
  void wears(std::size_t arm, double ms_a_cycle) { arms_.at(arm).growth_ms = ms_a_cycle; }
  void gathers_sludge(std::size_t arm) { arms_.at(arm).sludge_since = cycles_; }
  void slips(bool slips) { slips_ = slips; }
  void is_freed(Time now);
  void is_taken_apart();

 private:
  struct Arm {
    double release_ms;
    double set_ms;
    double sigma_ms;
    bool released = false;
    std::optional<bool> stuck;
    double growth_ms = 0;
    double grown_ms = 0;
    std::optional<std::int64_t> sludge_since;
  };
  static Due due(std::size_t arm) { return arm == 0 ? Due::arm_1 : Due::arm_2; }
  Time time_of(Arm& arm, bool release, Time now);
  double circumstances_ms(double base, bool release, Time now);
  double sticking_ms(const Arm& arm);
  void tell(std::size_t arm, Time now);
  void sag(Time now);
  void cool(Time now);

  bool noisy_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  bool energised_ = false;
  bool slips_ = false;
  std::array<Arm, arms> arms_;
  std::int64_t cycles_ = 0;
  double season_phase_;
  double heat_kelvin_ = 0;
  Time last_cycle_ = 0;
  bool cold_ = true;
  Time sags_until_ = 0;
  Time next_sag_ = 0;
};

}  // namespace liftbox::worn
