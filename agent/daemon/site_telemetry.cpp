#include "agent/daemon/site_telemetry.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/daemon/measures.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

/// As CarState believes a polled signal.
Duration trusted_for(const Rules& rules, Duration interval) {
  return std::max(rules.words.stale_min, interval * rules.words.stale_intervals);
}

Duration trusted_for(const SiteConfig& site, std::span<const SourceBindings> sources, Signal signal) {
  for (const SourceBindings& source : sources)
    for (const Binding& binding : source.bindings)
      if (binding.signal == signal && binding.arrival == Arrival::polled)
        return trusted_for(site.rules, binding.interval);
  return Sampler::hold;
}

std::vector<Reading> known_readings(const CarState& car) {
  std::vector<Reading> known;
  for (const SignalInfo& about : all_signals())
    if (const SignalState state = car.state(about.signal); state.bound && state.quality == Quality::good)
      known.push_back({about.signal, state.value, state.since});
  return known;
}

}  // namespace

SiteTelemetry::SiteTelemetry(Parts parts, Hooks hooks, const SiteConfig& site,
                             std::span<const SourceBindings> sources)
    : parts_{std::move(parts)}, hooks_{std::move(hooks)} {
  if (site.telemetry)
    sender_.emplace(
        TelemetrySender::Parts{.store = parts_.store,
                               .store_worker = parts_.store_worker,
                               .post = parts_.post,
                               .work = Timer{parts_.io},
                               .now = [this] { return parts_.clock.now(); },
                               .share_bytes = site.telemetry->share_mb * mebibyte,
                               .standing = parts_.standing},
        TelemetrySender::Hooks{.wake = hooks_.wake,
                               .tell_loss = [this](const TelemetryLoss& loss) { tell_loss(loss); }});
  configure(site, sources);
}

void SiteTelemetry::configure(const SiteConfig& site, std::span<const SourceBindings> sources) {
  find_custom(site);
  if (!site.telemetry) return;
  std::vector<Telemetry::Channel> channels = channels_of(site, sources);
  if (!telemetry_ || channels != channels_ || site.telemetry->batch != batch_)
    make(*site.telemetry, std::move(channels));
}

void SiteTelemetry::find_custom(const SiteConfig& site) {
  const std::vector<Custom> before = std::exchange(custom_, {});
  if (!site.controller) return;
  for (const modbus::Unit& unit : site.controller->units)
    for (const modbus::CustomRegister& custom : unit.registers.custom) {
      const auto same = std::find_if(before.begin(), before.end(), [&](const Custom& old) {
        return old.name == custom.name && old.source == unit.name && old.unit == custom.unit;
      });
      custom_.push_back({custom.name, custom.unit, unit.name, trusted_for(site.rules, custom.wire.interval),
                         same == before.end() ? std::nullopt : same->newest});
    }
}

std::vector<Telemetry::Channel> SiteTelemetry::channels_of(const SiteConfig& site,
                                                           std::span<const SourceBindings> sources) const {
  std::vector<Telemetry::Channel> channels;
  for (const TelemetrySignal& told : site.telemetry->signals) {
    const auto custom = std::find_if(custom_.begin(), custom_.end(),
                                     [&](const Custom& candidate) { return candidate.name == told.name; });
    const Duration trusted = told.signal ? trusted_for(site, sources, *told.signal) : custom->trusted_for;
    channels.push_back({told.name, told.signal, {told.deadband, told.refresh, trusted}});
  }
  return channels;
}

/// A new list begins with what is known: a line that is quiet would else be unknown until its next edge.
void SiteTelemetry::make(const TelemetrySettings& settings, std::vector<Telemetry::Channel> channels) {
  flush();
  channels_ = std::move(channels);
  batch_ = settings.batch;
  telemetry_.emplace(
      Telemetry::Parts{.channels = channels_,
                       .batch = batch_,
                       .timer = Timer{parts_.io},
                       .now = [this] { return parts_.clock.now(); },
                       .stamp = hooks_.stamp,
                       .send = [this](TelemetryBatch batch) { sender_->send(std::move(batch)); }});
  telemetry_->take(known_readings(hooks_.car()));
  std::vector<Measurement> measured;
  for (const Custom& custom : custom_)
    if (custom.newest) measured.push_back(*custom.newest);
  telemetry_->take(measured);
}

void SiteTelemetry::listen_to(SignalSource& source) {
  if (custom_.empty()) return;
  source.on_measurements([this](std::span<const Measurement> measurements) { take(measurements); });
}

void SiteTelemetry::take(std::span<const Reading> readings) {
  if (telemetry_) telemetry_->take(readings);
}

void SiteTelemetry::take(std::span<const Measurement> measurements) {
  for (const Measurement& measurement : measurements)
    for (Custom& custom : custom_)
      if (custom.name == measurement.name) custom.newest = measurement;
  if (telemetry_) telemetry_->take(measurements);
}

void SiteTelemetry::flush() {
  if (telemetry_) telemetry_->flush();
}

void SiteTelemetry::leave() {
  if (sender_) sender_->finish();
}

void SiteTelemetry::tell_loss(const TelemetryLoss& loss) const {
  const Stamp now = hooks_.stamp();
  hooks_.lost({{{"values", std::to_string(loss.values)},
                {"from", format_rfc3339(loss.from_ms, now.utc_offset_min)},
                {"upto", format_rfc3339(loss.upto_ms, now.utc_offset_min)}}});
}

json SiteTelemetry::signals() const {
  json out = json::array();
  const Moment now = parts_.clock.now();
  for (const Custom& custom : custom_) {
    const auto& newest = custom.newest;
    const Duration age = newest ? now - newest->at : Duration{};
    const bool known = newest && newest->value;
    const Quality quality = !known                      ? Quality::bad
                            : age >= custom.trusted_for ? Quality::stale
                                                        : Quality::good;
    const auto content =
        quality == Quality::good ? TelemetryValue::Content{*newest->value} : TelemetryValue::Content{};
    out.push_back({{"name", custom.name},
                   {"unit", custom.unit},
                   {"value", content_json(content)},
                   {"quality", name(quality)},
                   {"age_ms", newest ? json(age.count()) : json{}},
                   {"source", custom.source}});
  }
  return out;
}

json SiteTelemetry::report() const {
  if (!sender_) return nullptr;
  const TelemetryReport report = sender_->report();
  return {{"waiting", report.waiting},
          {"stored_bytes", report.stored_bytes},
          {"accepted", report.accepted},
          {"lost", report.lost},
          {"store_error", report.store_error.empty() ? json{} : json(report.store_error)}};
}

}  // namespace liftbox
