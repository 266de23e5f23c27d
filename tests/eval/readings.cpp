#include "tests/eval/readings.hpp"

namespace liftbox::eval {

Readings::Readings(const worn::Setup& setup) : wiring_{setup.wiring} {
  for (std::size_t i = 0; i < worn::signal_count; ++i)
    if (wiring_[i] != worn::Arrival::unwired)
      signals_[i] = find_signal(worn::name(static_cast<worn::Signal>(i)));
}

std::vector<SourceBindings> Readings::bindings() const {
  SourceBindings lines{"lines", {}};
  SourceBindings bus{"bus", {}};
  SourceBindings converter{"converter", {}};
  for (std::size_t i = 0; i < worn::signal_count; ++i) {
    if (!signals_[i]) continue;
    if (wiring_[i] == worn::Arrival::edge)
      lines.bindings.push_back({*signals_[i], Arrival::edges, {}});
    else if (wiring_[i] == worn::Arrival::converter)
      converter.bindings.push_back({*signals_[i], Arrival::trace, {}});
    else
      bus.bindings.push_back({*signals_[i], Arrival::trace, {}});
  }
  return {lines, bus, converter};
}

void Readings::take(std::span<const worn::Sample> samples, std::vector<Reading>& readings) const {
  for (const worn::Sample& sample : samples) {
    const Moment at{Duration{sample.t_ms}};
    if (sample.signal == worn::Signal::bus && sample.value == 0) fall_silent(at, readings);
    const auto signal = signals_[worn::index(sample.signal)];
    if (signal) readings.push_back({*signal, sample.value, at, sample.known ? Quality::good : Quality::bad});
  }
}

void Readings::fall_silent(Moment at, std::vector<Reading>& readings) const {
  for (std::size_t i = 0; i < worn::signal_count; ++i)
    if (signals_[i] && wiring_[i] == worn::Arrival::polled)
      readings.push_back({*signals_[i], 0, at, Quality::unread});
}

}  // namespace liftbox::eval
