#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/chronicle.hpp"
#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::worn {

/// Where a box is wired to the lift: what is true goes in, what a box is told comes out, late, at polls, or
/// not at all.
class Terminals {
 public:
  Terminals(Setup setup, Agenda& agenda, Chronicle& chronicle, std::uint64_t seed);

  void tell(Signal signal, std::int32_t value, Time now) {
    if (truth_[index(signal)] != value) change(signal, value, now);
  }
  std::int32_t truth(Signal signal) const { return truth_[index(signal)]; }
  bool wired(Signal signal) const { return arrival(signal) != Arrival::unwired; }
  bool polled(Signal signal) const { return arrival(signal) == Arrival::polled; }
  bool on_a_wire(Signal signal) const { return arrival(signal) == Arrival::edge; }

  void poll(Time now);
  void poll_soon(Time now);  ///< something that changes all the time has begun to
  void tell_all(Time now);   ///< at the beginning

  /// Why the bus does not answer; it does while there is no reason left.
  enum class Silence : std::uint8_t { power, hiccup, incident };
  void silence(Silence why, bool silent, Time now);
  bool bus_answers() const { return silent_.none(); }
  void freeze(Signal signal, bool frozen,
              Time now);                                 ///< a register, or a switch that sticks as it is
  void unreadable(Signal signal, bool blind, Time now);  ///< the source says that it cannot tell
  void clock_steps(std::int32_t seconds, Time now);
  void read_again(Time now);  ///< `Due::reread`

  void collect(Time upto, std::vector<Sample>& samples);

 private:
  static constexpr std::size_t bus_index = index(Signal::bus);

  Arrival arrival(Signal signal) const { return setup_.wiring[index(signal)]; }
  void change(Signal signal, std::int32_t value, Time now);
  void converted(Signal signal, std::int32_t value, Time now);
  void edge(Signal signal, std::int32_t value, Time now);
  void miss(Signal signal, Time now);
  void answers_again(Time now);
  void report(Signal signal, Time at);
  void put(const Sample& sample);

  Setup setup_;
  Agenda& agenda_;
  Chronicle& chronicle_;
  Dice dice_;
  std::array<std::int32_t, signal_count> truth_{};
  std::array<std::int32_t, signal_count> told_{};
  std::array<Time, signal_count> last_edge_{};
  std::bitset<signal_count> changed_;  ///< polled, and not told yet
  std::bitset<signal_count> anew_;     ///< polled, to be told whatever was told before
  std::bitset<signal_count> frozen_;
  std::bitset<signal_count> blind_;
  std::bitset<3> silent_;
  Chronicle::Entry silence_ = Chronicle::none;
  Signal missed_ = Signal::bus;
  Chronicle::Entry miss_ = Chronicle::none;
  std::vector<Sample> pending_;  ///< sorted by time
};

}  // namespace liftbox::worn
