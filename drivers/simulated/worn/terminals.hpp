#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::worn {

/// Where a box is wired to the lift: what is true goes in, what a box is told comes out, late, at polls, or
/// not at all.
class Terminals {
 public:
  Terminals(const Setup& setup, Agenda& agenda, std::uint64_t seed);

  void tell(Signal signal, std::int32_t value, Time now) {
    if (truth_[index(signal)] != value) change(signal, value, now);
  }
  std::int32_t truth(Signal signal) const { return truth_[index(signal)]; }
  bool wired(Signal signal) const { return arrival(signal) != Arrival::unwired; }
  bool polled(Signal signal) const { return arrival(signal) == Arrival::polled; }

  void poll(Time now);
  void poll_soon(Time now);  ///< something that changes all the time has begun to
  void tell_all(Time now);   ///< at the beginning

  void bus(bool answers, Time now);
  bool bus_answers() const { return bus_answers_; }
  void freeze(Signal signal, bool frozen, Time now);  ///< a register, or a switch that sticks as it is
  void clock_steps(std::int32_t seconds, Time now);

  void collect(Time upto, std::vector<Sample>& samples);

 private:
  static constexpr std::size_t bus_index = index(Signal::bus);

  Arrival arrival(Signal signal) const { return setup_.wiring[index(signal)]; }
  void change(Signal signal, std::int32_t value, Time now);
  void edge(Signal signal, std::int32_t value, Time now);
  void report(Signal signal, Time at);
  void put(const Sample& sample);

  Setup setup_;
  Agenda& agenda_;
  Dice dice_;
  std::array<std::int32_t, signal_count> truth_{};
  std::array<std::int32_t, signal_count> told_{};
  std::array<Time, signal_count> last_edge_{};
  std::bitset<signal_count> changed_;  ///< polled, and not told yet
  std::bitset<signal_count> frozen_;
  bool bus_answers_ = true;
  std::vector<Sample> pending_;  ///< sorted by time
};

}  // namespace liftbox::worn
