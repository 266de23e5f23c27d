#include "agent/records/telemetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

constexpr std::string_view before_values = R"(,"values":[)";
constexpr std::string_view after_values = "]}";
constexpr std::string_view before_moment = R"(,"mono_ms":)";

json plain(double number) {
  constexpr double beyond = 1e15;
  if (std::abs(number) < beyond && std::trunc(number) == number) return static_cast<std::int64_t>(number);
  return json::parse(fmt::format("{:.12g}", number));
}

struct ContentWriter {
  json operator()(const std::monostate& /*unknown*/) const { return {}; }
  json operator()(bool on) const { return on; }
  json operator()(double number) const { return plain(number); }
  json operator()(const std::string& enumerator) const { return enumerator; }
};

/// Which boot and which clock its times are of.
std::string_view clock_of(const TelemetryBatch& batch) {
  return std::string_view{batch.payload}.substr(0, batch.payload.find(before_moment));
}

}  // namespace

TelemetryValue::Content telemetry_content(Signal signal, Value value) {
  switch (info(signal).type) {
    case SignalType::boolean:
      return value != 0;
    case SignalType::enumeration:
      return format(signal, value);
    case SignalType::number:
      break;
  }
  return static_cast<double>(value);
}

json content_json(const TelemetryValue::Content& content) {
  return std::visit(ContentWriter{}, content);
}

TelemetryBatch write_telemetry(std::span<const TelemetryValue> values, const Stamp& stamp) {
  const auto [oldest, newest] =
      std::minmax_element(values.begin(), values.end(),
                          [](const TelemetryValue& a, const TelemetryValue& b) { return a.at < b.at; });
  TelemetryBatch batch{.values = values.size(),
                       .first_ms = stamp.wall_ms_at(oldest->at),
                       .last_ms = stamp.wall_ms_at(newest->at),
                       .payload = {}};
  const auto time = [&](Moment at) { return format_rfc3339(stamp.wall_ms_at(at), stamp.utc_offset_min); };
  batch.payload = json{{"v", 1},
                       {"boot", stamp.boot},
                       {"clock", stamp.clock},
                       {"mono_ms", oldest->at.time_since_epoch().count()},
                       {"time", time(oldest->at)}}
                      .dump();
  batch.payload.pop_back();
  batch.payload += before_values;
  for (const TelemetryValue& value : values) {
    if (&value != values.data()) batch.payload += ',';
    batch.payload +=
        json{{"name", value.name}, {"time", time(value.at)}, {"value", content_json(value.content)}}.dump();
  }
  batch.payload += after_values;
  return batch;
}

bool append_telemetry(TelemetryBatch& batch, const TelemetryBatch& next, std::size_t most) {
  const std::size_t values = next.payload.find(before_values) + before_values.size();
  const std::size_t kept = batch.payload.size() - after_values.size();
  if (kept + 1 + next.payload.size() - values > most || clock_of(batch) != clock_of(next)) return false;
  batch.payload.resize(kept);
  batch.payload.append(",").append(next.payload, values);
  batch.values += next.values;
  batch.last_ms = std::max(batch.last_ms, next.last_ms);
  return true;
}

void TelemetryLoss::add(const TelemetryLoss& other) {
  if (other.values == 0) return;
  from_ms = values == 0 ? other.from_ms : std::min(from_ms, other.from_ms);
  upto_ms = values == 0 ? other.upto_ms : std::max(upto_ms, other.upto_ms);
  values += other.values;
}

void TelemetryLoss::told(const TelemetryLoss& part) {
  values -= std::min(part.values, values);
  *this = values == 0 ? TelemetryLoss{}
                      : TelemetryLoss{values, std::clamp(part.upto_ms, from_ms, upto_ms), upto_ms};
}

}  // namespace liftbox
