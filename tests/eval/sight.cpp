#include "tests/eval/sight.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace liftbox::eval {
namespace {

/// What was lied about is noticed at the next poll, and what was stale is read again.
constexpr Duration recovers{7000};

constexpr std::array lying{std::string_view{"register_frozen"}, std::string_view{"register_unreadable"},
                           std::string_view{"switch_stuck"}, std::string_view{"edge_missed"}};
constexpr std::array deceiving{std::string_view{"presence_dead"}, std::string_view{"presence_stuck"},
                               std::string_view{"load_cell_off"}, std::string_view{"brake_arm_set"},
                               std::string_view{"brake_arm_released"}};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& kinds, const worn::Truth& truth) {
  return std::find(kinds.begin(), kinds.end(), truth.kind) != kinds.end();
}

}  // namespace

bool Spans::touch(Moment from, Moment upto) const {
  return std::any_of(spans_.begin(), spans_.end(),
                     [&](const Span& span) { return span.from <= upto && span.upto >= from; });
}

Sight::Sight(const worn::Wiring& wiring, const std::vector<worn::Truth>& truths) : wiring_{wiring} {
  for (const worn::Truth& truth : truths) {
    const Moment from{Duration{truth.from_ms}};
    const Moment upto = Moment{Duration{truth.upto_ms}} + recovers;
    const bool silent = truth.kind == "bus_silent";
    const bool lies = one_of(lying, truth);
    if (silent) bus_.add(from, upto);
    if (lies)
      for (std::size_t i = 0; i < worn::signal_count; ++i)
        if (worn::name(static_cast<worn::Signal>(i)) == truth.facts.front().first)
          signals_[i].add(from, upto);
    if (!silent && !lies && !one_of(deceiving, truth)) continue;
    any_.add(from, upto);
    lies_.push_back(&truth);
  }
}

bool Sight::clear(Moment from, Moment upto, std::initializer_list<worn::Signal> signals) const {
  return std::all_of(signals.begin(), signals.end(), [&](worn::Signal signal) {
    const std::size_t i = worn::index(signal);
    const bool silent = wiring_[i] == worn::Arrival::polled && bus_.touch(from, upto);
    return !silent && !signals_[i].touch(from, upto);
  });
}

bool Sight::lies(Moment from, Moment upto) const {
  return any_.touch(from, upto);
}

std::string Sight::lies_at(Moment at) const {
  std::string told;
  for (const worn::Truth* truth : lies_) {
    if (truth->from_ms > at.time_since_epoch().count()) continue;
    if (Moment{Duration{truth->upto_ms}} + recovers < at) continue;
    std::string what = truth->kind;
    const bool says_more = !truth->facts.empty();  // or, with a time, what went on meanwhile
    if (says_more && !truth->facts.front().first.ends_with("_ms")) {
      const auto& [name, value] = truth->facts.front();
      what += ' ' + name;
      if (value <= 1) what += '=' + std::to_string(value);
    }
    told = told.empty() ? what : what + ", " + told;
  }
  return told;
}

}  // namespace liftbox::eval
