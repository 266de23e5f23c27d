#include "agent/runtime/telemetry.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace liftbox {
namespace {

std::vector<Sampler::Channel> rules_of(const std::vector<Telemetry::Channel>& channels) {
  std::vector<Sampler::Channel> rules;
  std::transform(channels.begin(), channels.end(), std::back_inserter(rules),
                 [](const Telemetry::Channel& channel) { return channel.rule; });
  return rules;
}

}  // namespace

Telemetry::Telemetry(Parts parts)
    : parts_{std::move(parts)}, sampler_{rules_of(parts_.channels), parts_.batch, parts_.now()} {
  for (std::size_t i = 0; i < parts_.channels.size(); ++i) {
    const Channel& channel = parts_.channels[i];
    if (channel.signal)
      by_signal_[index(*channel.signal)] = i;
    else
      by_name_[channel.name] = i;
  }
  arm();
}

void Telemetry::take(std::span<const Reading> readings) {
  const Moment now = parts_.now();
  for (const Reading& reading : readings) {
    const auto channel = by_signal_[index(reading.signal)];
    if (!channel) continue;
    const bool known = reading.quality == Quality::good;
    sampler_.take(*channel, known ? std::optional<double>{reading.value} : std::nullopt, reading.at, now);
  }
  collect();
}

void Telemetry::take(std::span<const Measurement> measurements) {
  const Moment now = parts_.now();
  for (const Measurement& measurement : measurements)
    if (const auto channel = by_name_.find(measurement.name); channel != by_name_.end())
      sampler_.take(channel->second, measurement.value, measurement.at, now);
  collect();
}

void Telemetry::flush() {
  send(sampler_.flush());
}

void Telemetry::collect() {
  send(sampler_.collect(parts_.now()));
  arm();
}

void Telemetry::send(const std::vector<Sample>& samples) {
  if (samples.empty()) return;
  std::vector<TelemetryValue> values;
  std::transform(samples.begin(), samples.end(), std::back_inserter(values),
                 [this](const Sample& sample) { return value_of(sample); });
  parts_.send(write_telemetry(values, parts_.stamp()));
}

void Telemetry::arm() {
  const Moment next = sampler_.next();
  if (next == std::exchange(armed_, next) || next == never) return;
  parts_.timer.arm(std::max(Duration{}, next - parts_.now()), [this] {
    armed_ = never;
    collect();
  });
}

TelemetryValue Telemetry::value_of(const Sample& sample) const {
  const Channel& channel = parts_.channels[sample.channel];
  TelemetryValue value{channel.name, std::monostate{}, sample.at};
  if (!sample.value) return value;
  value.content = channel.signal ? telemetry_content(*channel.signal, static_cast<Value>(*sample.value))
                                 : TelemetryValue::Content{*sample.value};
  return value;
}

}  // namespace liftbox
