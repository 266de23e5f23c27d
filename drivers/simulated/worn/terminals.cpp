#include "drivers/simulated/worn/terminals.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {

Terminals::Terminals(Setup setup, Agenda& agenda, Chronicle& chronicle, std::uint64_t seed)
    : setup_{std::move(setup)}, agenda_{agenda}, chronicle_{chronicle}, dice_{seed, 1} {
  last_edge_.fill(-1);
}

void Terminals::change(Signal signal, std::int32_t value, Time now) {
  truth_[index(signal)] = value;
  switch (arrival(signal)) {
    case Arrival::unwired:
      return;
    case Arrival::edge:
      return edge(signal, value, now);
    case Arrival::converter:
      return converted(signal, value, now);
    case Arrival::polled:
      changed_.set(index(signal));
      poll_soon(now);
  }
}

void Terminals::converted(Signal signal, std::int32_t value, Time now) {
  told_[index(signal)] = value;
  put({now, value, signal, true});
}

void Terminals::edge(Signal signal, std::int32_t value, Time now) {
  const std::size_t i = index(signal);
  if (frozen_[i] || told_[i] == value) return;
  Time late = 0;
  if (setup_.noise) {
    if (dice_.one_in(noise::wire::edge_missed_one_in)) return miss(signal, now);
    late = std::min(noise::wire::most_jitter, dice_.waiting(noise::wire::jitter_ms) - 1);
  }
  Time& last = last_edge_[i];
  last = std::max(now + late, last + 1);
  told_[i] = value;
  put({last, value, signal, true});
}

/// The wire goes on telling the old level until it is read again, or changes once more.
void Terminals::miss(Signal signal, Time now) {
  if (miss_ != Chronicle::none) return;
  missed_ = signal;
  miss_ = chronicle_.begin("edge_missed", now, {{std::string{name(signal)}, truth_[index(signal)]}});
  agenda_.set(Due::reread, now + dice_.waiting(noise::wire::noticed_after_ms));
}

void Terminals::read_again(Time now) {
  agenda_.cancel(Due::reread);
  chronicle_.end(miss_, now);
  if (told_[index(missed_)] != truth_[index(missed_)]) edge(missed_, truth_[index(missed_)], now);
}

void Terminals::poll_soon(Time now) {
  if (bus_answers()) agenda_.sooner(Due::poll, (now / setup_.poll_ms + 1) * setup_.poll_ms);
}

void Terminals::poll(Time now) {
  agenda_.cancel(Due::poll);
  const std::bitset<signal_count> to_tell = (changed_ & ~frozen_) | anew_;
  if (to_tell.none()) return;
  for (std::size_t i = 0; i < bus_index; ++i)
    if (to_tell[i]) report(static_cast<Signal>(i), now);
}

void Terminals::report(Signal signal, Time at) {
  const std::size_t i = index(signal);
  const std::int32_t read = frozen_[i] ? told_[i] : truth_[i];
  if (!frozen_[i]) changed_.reset(i);
  if (!anew_[i] && told_[i] == read) return;
  anew_.reset(i);
  told_[i] = read;
  put({at, read, signal, !blind_[i]});
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

void Terminals::silence(Silence why, bool silent, Time now) {
  const bool answered = bus_answers();
  silent_.set(static_cast<std::size_t>(why), silent);
  if (answered == bus_answers()) return;
  put({now, bus_answers(), Signal::bus, true});
  if (bus_answers()) return answers_again(now);
  silence_ = chronicle_.begin("bus_silent", now);
  agenda_.cancel(Due::poll);
}

void Terminals::answers_again(Time now) {
  chronicle_.end(silence_, now);
  for (std::size_t i = 0; i < bus_index; ++i) anew_.set(i, polled(static_cast<Signal>(i)));
  poll_soon(now);
}

void Terminals::freeze(Signal signal, bool frozen, Time now) {
  const std::size_t i = index(signal);
  if (!wired(signal) || frozen_[i] == frozen || blind_[i]) return;
  frozen_[i] = frozen;
  if (frozen || told_[i] == truth_[i]) return;
  if (!polled(signal)) return edge(signal, truth_[i], now);
  changed_.set(i);
  poll_soon(now);
}

void Terminals::unreadable(Signal signal, bool blind, Time now) {
  const std::size_t i = index(signal);
  if (!wired(signal) || blind_[i] == blind) return;
  blind_[i] = blind;
  frozen_[i] = blind;
  if (!blind) told_[i] = truth_[i];
  if (bus_answers() || !polled(signal)) put({now, told_[i], signal, !blind});
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
