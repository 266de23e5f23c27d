#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/config/site.hpp"
#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/runtime/telemetry.hpp"
#include "agent/runtime/telemetry_sender.hpp"

namespace liftbox {

/// The custom values of a site as they stand, and its telemetry if one is configured. Without, it holds
/// nothing and does nothing. Agent's thread.
class SiteTelemetry {
 public:
  struct Parts {
    TelemetryStore& store;
    Worker& store_worker;
    Post post;
    boost::asio::io_context& io;
    const Clock& clock;
    TelemetryStore::Standing standing{};  ///< of the store, as it was opened
  };
  struct Hooks {
    std::function<Stamp()> stamp;
    std::function<const CarState&()> car;
    std::function<void()> wake;                      ///< there may be something to publish
    std::function<void(BoxEvidence evidence)> lost;  ///< telemetry: to be recorded
  };

  SiteTelemetry(Parts parts, Hooks hooks, const SiteConfig& site, std::span<const SourceBindings> sources);

  /// Takes up another configuration; what is still told the same way goes on undisturbed.
  void configure(const SiteConfig& site, std::span<const SourceBindings> sources);
  /// Before it is started.
  void listen_to(SignalSource& source);
  void take(std::span<const Reading> readings);
  TelemetrySender* sender() { return sender_ ? &*sender_ : nullptr; }

  /// The sources are silent: nothing waits for its batch any more.
  void flush();
  /// The broker has had its time: what it has not accepted goes to the store.
  void leave();

  /// As `liftctl signals` shows them, behind those of the lift.
  nlohmann::json signals() const;
  nlohmann::json report() const;  ///< null where none is configured

 private:
  struct Custom {
    std::string name, unit, source;
    Duration trusted_for;
    std::optional<Measurement> newest{};
  };

  void find_custom(const SiteConfig& site);
  std::vector<Telemetry::Channel> channels_of(const SiteConfig& site,
                                              std::span<const SourceBindings> sources) const;
  void make(const TelemetrySettings& settings, std::vector<Telemetry::Channel> channels);
  void take(std::span<const Measurement> measurements);
  void tell_loss(const TelemetryLoss& loss) const;

  Parts parts_;
  Hooks hooks_;
  std::vector<Custom> custom_;
  std::optional<TelemetrySender> sender_;
  Duration batch_{};
  std::vector<Telemetry::Channel> channels_;
  std::optional<Telemetry> telemetry_;
};

}  // namespace liftbox
