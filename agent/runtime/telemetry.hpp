#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/ports/measurement.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/records/telemetry.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/sampler.hpp"

namespace liftbox {

/// Turns what the sources tell into batches of telemetry. Agent's thread.
class Telemetry {
 public:
  struct Channel {
    std::string name;
    std::optional<Signal> signal;  ///< none: a measurement
    Sampler::Channel rule;
    bool operator==(const Channel&) const = default;
  };
  struct Parts {
    std::vector<Channel> channels;
    Duration batch;
    Timer timer;
    std::function<Moment()> now;
    std::function<Stamp()> stamp;  ///< of a batch
    std::function<void(TelemetryBatch)> send;
  };

  explicit Telemetry(Parts parts);

  void take(std::span<const Reading> readings);
  void take(std::span<const Measurement> measurements);
  /// The box ends: what waits for its batch goes now.
  void flush();

 private:
  void collect();
  void send(const std::vector<Sample>& samples);
  void arm();
  TelemetryValue value_of(const Sample& sample) const;

  Parts parts_;
  Sampler sampler_;
  Moment armed_ = never;
  std::array<std::optional<std::size_t>, signal_count> by_signal_{};
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace liftbox
