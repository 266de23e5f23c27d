#include "tests/eval/readings.hpp"

#include <algorithm>

namespace liftbox::eval {

Readings::Readings(const worn::Setup& setup) : wiring_{setup.wiring}, poll_{setup.poll_ms} {
  for (std::size_t i = 0; i < worn::signal_count; ++i)
    if (wiring_[i] != worn::Arrival::unwired)
      signals_[i] = find_signal(worn::name(static_cast<worn::Signal>(i)));
}

std::vector<SourceBindings> Readings::bindings() const {
  SourceBindings lines{"lines", {}};
  SourceBindings bus{"bus", {}};
  for (std::size_t i = 0; i < worn::signal_count; ++i) {
    if (!signals_[i]) continue;
    if (wiring_[i] == worn::Arrival::edge)
      lines.bindings.push_back({*signals_[i], Arrival::edges, {}});
    else
      bus.bindings.push_back({*signals_[i], Arrival::trace, {}});
  }
  return {lines, bus};
}

void Readings::take(std::span<const worn::Sample> samples, Moment until, std::vector<Reading>& readings) {
  constexpr Duration least{5000};
  for (const worn::Sample& sample : samples) {
    const Moment at{Duration{sample.t_ms}};
    grow_stale(at, readings);
    if (sample.signal == worn::Signal::bus) {
      stale_at_.reset();
      if (sample.value == 0) stale_at_ = at + std::max(least, 3 * poll_);
    }
    const auto signal = signals_[worn::index(sample.signal)];
    if (signal) readings.push_back({*signal, sample.value, at, sample.known ? Quality::good : Quality::bad});
  }
  grow_stale(until, readings);
}

void Readings::grow_stale(Moment until, std::vector<Reading>& readings) {
  if (!stale_at_ || *stale_at_ > until) return;
  for (std::size_t i = 0; i < worn::signal_count; ++i)
    if (signals_[i] && wiring_[i] == worn::Arrival::polled)
      readings.push_back({*signals_[i], 0, *stale_at_, Quality::stale});
  stale_at_.reset();
}

}  // namespace liftbox::eval
