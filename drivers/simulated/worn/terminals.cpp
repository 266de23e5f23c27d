#include "drivers/simulated/worn/terminals.hpp"

#include <algorithm>

namespace liftbox::worn {

Terminals::Terminals(const Setup& setup, Agenda& agenda, std::uint64_t seed)
    : setup_{setup}, agenda_{agenda}, dice_{seed, 1} {
  last_edge_.fill(-1);
}

void Terminals::change(Signal signal, std::int32_t value, Time now) {
  truth_[index(signal)] = value;
  switch (arrival(signal)) {
    case Arrival::unwired:
      return;
    case Arrival::edge:
      return edge(signal, value, now);
    case Arrival::polled:
      changed_.set(index(signal));
      poll_soon(now);
  }
}

void Terminals::edge(Signal signal, std::int32_t value, Time now) {
  if (frozen_[index(signal)]) return;
  Time& last = last_edge_[index(signal)];
  last = std::max(now, last + 1);
  told_[index(signal)] = value;
  put({last, value, signal, true});
}

void Terminals::poll_soon(Time now) {
  if (bus_answers_) agenda_.sooner(Due::poll, (now / setup_.poll_ms + 1) * setup_.poll_ms);
}

void Terminals::poll(Time now) {
  agenda_.cancel(Due::poll);
  const std::bitset<signal_count> readable = changed_ & ~frozen_;
  if (readable.none()) return;
  for (std::size_t i = 0; i < signal_count; ++i)
    if (readable[i]) report(static_cast<Signal>(i), now);
}

void Terminals::report(Signal signal, Time at) {
  const std::size_t i = index(signal);
  changed_.reset(i);
  if (told_[i] == truth_[i]) return;
  told_[i] = truth_[i];
  put({at, told_[i], signal, true});
}

void Terminals::tell_all(Time now) {
  pending_.clear();
  put({now, 1, Signal::bus, true});
  for (std::size_t i = 0; i < bus_index; ++i) {
    const auto signal = static_cast<Signal>(i);
    if (!wired(signal)) continue;
    told_[i] = truth_[i];
    put({now, told_[i], signal, true});
  }
  changed_.reset();
}

void Terminals::bus(bool answers, Time now) {
  if (answers == bus_answers_) return;
  bus_answers_ = answers;
  put({now, answers, Signal::bus, true});
  if (!answers) return agenda_.cancel(Due::poll);
  for (std::size_t i = 0; i < bus_index; ++i) {
    if (!polled(static_cast<Signal>(i))) continue;
    changed_.reset(i);
    if (!frozen_[i]) told_[i] = truth_[i];
    put({now, told_[i], static_cast<Signal>(i), true});
  }
}

void Terminals::freeze(Signal signal, bool frozen, Time now) {
  const std::size_t i = index(signal);
  if (!wired(signal) || frozen_[i] == frozen) return;
  frozen_[i] = frozen;
  if (frozen || told_[i] == truth_[i]) return;
  if (!polled(signal)) return edge(signal, truth_[i], now);
  changed_.set(i);
  poll_soon(now);
}

void Terminals::clock_steps(std::int32_t seconds, Time now) {
  put({now, seconds, Signal::clock_step_s, true});
}

void Terminals::put(const Sample& sample) {
  const auto later = [](const Sample& a, const Sample& b) { return a.t_ms < b.t_ms; };
  pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), sample, later), sample);
}

void Terminals::collect(Time upto, std::vector<Sample>& samples) {
  const auto end = std::find_if(pending_.begin(), pending_.end(),
                                [&](const Sample& sample) { return sample.t_ms > upto; });
  samples.insert(samples.end(), pending_.begin(), end);
  pending_.erase(pending_.begin(), end);
}

}  // namespace liftbox::worn
