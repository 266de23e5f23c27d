#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agent/elevator/reading.hpp"
#include "agent/ports/measurement.hpp"

namespace liftbox {

/// How a source fares, for people: one word of state, one line of detail, counters by name.
struct SourceReport {
  bool healthy = false;
  std::string detail;  ///< "RTU /dev/ttyS1 19200 8N1 unit 1", or what is wrong and what to do
  std::vector<std::pair<std::string, std::uint64_t>> counters;
};

/// A place where readings come from.
class SignalSource {
 public:
  /// Called on the agent's thread. Readings of one call are sorted by time; the span lives for the call only.
  using Deliver = std::function<void(std::span<const Reading>)>;
  /// Likewise, for what is no signal of the lift.
  using Measure = std::function<void(std::span<const Measurement>)>;

  virtual ~SignalSource() = default;
  virtual std::span<const SourceBindings> bindings() const = 0;  ///< constant
  /// Before it is started. Most sources measure nothing besides.
  virtual void on_measurements(const Measure& /*measure*/) {}
  virtual void start(Deliver deliver) = 0;  ///< agent's thread; never blocks
  virtual void stop() = 0;                  ///< agent's thread; no delivery after it returns
  virtual SourceReport report() const = 0;  ///< agent's thread
  /// Stops for good, and says on the agent's thread when nothing of it is at work any more: then it may be
  /// destroyed without waiting, and its device is free.
  virtual void retire(const std::function<void()>& gone) {
    stop();
    gone();
  }
};

/// A device that must be asked, and blocks while it answers (a Modbus bus). Every call is made on its own
/// Worker; `runtime/polled_source` makes a SignalSource of it.
class PolledDevice {
 public:
  struct Poll {
    std::vector<Reading> readings;
    Moment next;  ///< when to ask again; `now` or earlier: at once
    std::vector<Measurement> measurements{};
  };

  virtual ~PolledDevice() = default;
  virtual std::span<const SourceBindings> bindings() const = 0;  ///< constant; any thread
  virtual Poll poll(Moment now) = 0;  ///< one request at most; failures are readings, not exceptions
  virtual SourceReport report() const = 0;
};

}  // namespace liftbox
