#pragma once

#include <array>
#include <optional>
#include <vector>

#include "tests/properties/story.hpp"

namespace liftbox::test {

/// The wires of a lift: what is true goes in, what is read comes out. Lines tell an edge at once, a bus tells
/// all it knows at each poll.
class Wires {
 public:
  explicit Wires(const Setting& setting);

  void set(Signal signal, Value value);  ///< it is so from now on
  Value now_is(Signal signal) const { return truth_[index(signal)]; }
  void stick(Signal signal);  ///< reads what it reads
  void lose(Signal signal);
  void lose_bus() { bus_dead_ = true; }
  void heal();
  /// Once, whatever is true.
  void say(Signal signal, Value value, Quality quality, int raw_edges);
  void tell(std::string remark, std::function<Outcome(Lift&, Moment)> what);
  void restart();  ///< then all is read again
  void wait(Duration time);

  std::vector<SourceBindings> sources() const;
  Moment now() const { return now_; }
  std::vector<Step> take() { return std::move(steps_); }

 private:
  bool wired(Signal signal) const { return wired_[index(signal)]; }
  Arrival arrival(Signal signal) const;
  bool polled(Signal signal) const { return arrival(signal) == Arrival::polled; }
  std::vector<Reading>& readings_now();
  void read(Signal signal);
  void read_lines();
  void poll();

  Setting::Wires wires_;
  std::array<bool, signal_count> wired_{};
  std::array<bool, signal_count> lost_{};
  std::array<std::optional<Value>, signal_count> stuck_{};
  std::array<Value, signal_count> truth_{};
  bool bus_dead_ = false;
  Moment now_{};
  Moment next_poll_{};
  std::vector<Step> steps_;
};

}  // namespace liftbox::test
