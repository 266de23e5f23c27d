#include "agent/elevator/car_state.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {

std::string_view name(Quality quality) {
  switch (quality) {
    case Quality::good:
      return "good";
    case Quality::stale:
      return "stale";
    case Quality::unread:
      return "unread";
    case Quality::bad:
      break;
  }
  return "bad";
}

CarState::CarState(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources,
                   Moment now)
    : rules_{rules},
      now_{now},
      scale_{rules.occupancy, facts},
      motion_{rules.words, facts.landings},
      zone_{rules, facts},
      latch_{rules.occupancy} {
  bind(sources, now);
}

void CarState::bind(std::span<const SourceBindings> sources, Moment now) {
  for (const SignalInfo& about : all_signals()) {
    slots_[index(about.signal)] = {};
    slots_[index(about.signal)].signal = about.signal;
  }
  hearing_.set();
  polled_.clear();
  unread_.reset();
  sources_.clear();
  telling_.clear();
  for (const SourceBindings& source : sources) {
    for (const Binding& binding : source.bindings) {
      SignalState& slot = slots_[index(binding.signal)];
      slot = {binding.signal, true, 0, Quality::bad, now, now, {}, sources_.size()};
      bindings_[index(binding.signal)] = binding;
    }
    sources_.push_back({source.source, now});
    telling_.push_back({now});
  }
  for (const SignalState& slot : slots_) {
    if (!slot.bound) continue;
    telling_[slot.source].has_signals = true;
    if (bindings_[index(slot.signal)].arrival == Arrival::polled) polled_.push_back(slot.signal);
  }
}

void CarState::change(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources,
                      const std::vector<std::string>& undisturbed, Moment now) {
  const auto old_slots = slots_;
  const auto old_sources = sources_;
  const auto old_telling = telling_;
  rules_ = rules;
  motion_.change(rules.words, facts.landings);
  zone_.change(rules, facts);
  latch_.change(rules.occupancy);
  scale_.change(rules.occupancy, facts);
  bind(sources, now);
  for (SignalState& slot : slots_) {
    const SignalState& old = old_slots[index(slot.signal)];
    if (!slot.bound || !old.bound) continue;
    const std::string& source = sources_[slot.source].name;
    const bool stays = old_sources[old.source].name == source &&
                       std::find(undisturbed.begin(), undisturbed.end(), source) != undisturbed.end();
    if (!stays) continue;
    telling_[slot.source].last_good = old_telling[old.source].last_good;
    const std::size_t place = slot.source;
    slot = old;
    slot.source = place;
    if (slot.quality == Quality::good) ++telling_[place].known;
  }
}

void CarState::apply(const Reading& reading) {
  if (reading.quality == Quality::unread) return miss(reading);
  SignalState& slot = slots_[index(reading.signal)];
  if (reading.raw_edges > 0) hearing_.set(index(reading.signal));
  slot.raw_edges += static_cast<std::uint64_t>(reading.raw_edges);
  raw_edges_ += static_cast<std::uint64_t>(reading.raw_edges);
  const bool good = reading.quality == Quality::good;
  const bool was_good = slot.quality == Quality::good;
  // A line is found as its last edge left it, before it was unknown to us.
  if (!slot.bound || (reading.at < slot.since && (was_good || !good))) return;
  if (good != was_good || (good && reading.value != slot.value)) slot.since = reading.at;
  hearing_.set(index(reading.signal));
  slot.unread_since.reset();
  unread_.reset(index(reading.signal));
  know(slot, reading.quality);
  slot.value = reading.value;
  slot.read_at = reading.at;
  Telling& source = telling_[slot.source];
  if (good || was_good) source.last_good = std::max(source.last_good, reading.at);
}

void CarState::miss(const Reading& reading) {
  const std::size_t i = index(reading.signal);
  SignalState& slot = slots_[i];
  if (slot.quality != Quality::good || bindings_[i].arrival != Arrival::trace || unread_[i]) return;
  slot.unread_since = reading.at;
  unread_.set(i);
  Telling& source = telling_[slot.source];
  source.last_good = std::max(source.last_good, last_poll(slot.read_at, reading.at));
}

void CarState::know(SignalState& slot, Quality quality) {
  telling_[slot.source].known += (quality == Quality::good ? 1 : 0) - (slot.quality == Quality::good ? 1 : 0);
  slot.quality = quality;
}

void CarState::advance(Moment now) {
  now_ = now;
  next_change_ = never;
  age(now);
  above_standstill_.update(slots_[index(Signal::car_speed)], rules_.words.moving_speed_mm_s + 1);
  above_levelling_.update(slots_[index(Signal::car_speed)], rules_.faults.unintended_speed_mm_s + 1);
  fast_ = above_levelling_.fact;
  fast_.read_at = read_at(Signal::car_speed);
  if (const Kleene inspected = kleene(mode_is(ServiceMode::inspection)); inspected != inspection_.is)
    inspection_ = {inspected, mode_since(), mode_since()};
  inspection_.read_at = now;
  if (machine_.observe(machine_inputs(), rules_.words, now)) hearing_.set(index(Signal::run_contactor));
  look_at(machine_.next_change());
  judge_presence(now);
  judge_doors(now);
  motion_.observe(motion_inputs(), now);
  look_at(motion_.next_change());
  zone_.observe(zone_inputs(), now);
  weigh(now);
  latch_.observe(occupancy_inputs(), now);
  look_at(latch_.next_change());
  judge_sources();
  heard_ = std::exchange(hearing_, {});
  const Words before = std::exchange(words_, words());
  changed_ = words_.changed_since(before);
}

/// A poll that does not come any more leaves its signals unknown.
void CarState::age(Moment now) {
  const Rules::Words& words = rules_.words;
  for (const Signal signal : polled_) {
    SignalState& slot = slots_[index(signal)];
    const Duration interval = bindings_[index(signal)].interval;
    age(slot, slot.read_at + std::max(words.stale_min, interval * words.stale_intervals), now);
  }
  if (unread_.none()) return;
  for (SignalState& slot : slots_)
    if (unread_[index(slot.signal)])
      age(slot,
          last_poll(slot.read_at, *slot.unread_since) +
              std::max(words.stale_min, words.trace_reread * words.stale_intervals),
          now);
}

void CarState::age(SignalState& slot, Moment stale_at, Moment now) {
  if (slot.quality != Quality::good) return;
  if (now < stale_at) return look_at(stale_at);
  hearing_.set(index(slot.signal));
  know(slot, Quality::stale);
  slot.since = stale_at;
}

void CarState::fall_silent(Moment since) {
  for (SignalState& slot : slots_) {
    if (!slot.bound) continue;
    if (slot.quality == Quality::good) slot.since = std::max(slot.since, since);
    slot.unread_since.reset();
    know(slot, Quality::bad);
  }
  for (Telling& source : telling_) source.last_good = now_;
  motion_.fall_silent(since);
  unread_.reset();
  hearing_.set();
}

std::map<std::string, Moment> CarState::sources_last_good() const {
  std::map<std::string, Moment> last_good;
  for (std::size_t place = 0; place < sources_.size(); ++place)
    last_good[sources_[place].name] = telling_[place].last_good;
  return last_good;
}

/// A source that was not there when it was saved has told nothing.
void CarState::take_up(const std::map<std::string, Moment>& last_good) {
  for (std::size_t place = 0; place < sources_.size(); ++place) {
    if (const auto known = last_good.find(sources_[place].name); known != last_good.end())
      telling_[place].last_good = known->second;
    telling_[place].known = 0;
  }
  unread_.reset();
  for (const SignalState& slot : slots_) {
    if (!slot.bound) continue;
    if (slot.quality == Quality::good) ++telling_[slot.source].known;
    unread_.set(index(slot.signal), slot.unread_since.has_value());
  }
}

void Threshold::update(const SignalState& state, Value at_least) {
  const bool good = state.quality == Quality::good;
  const Kleene is = good ? kleene(state.value >= at_least) : Kleene::unknown;
  if (is != fact.is) fact.since = state.since;
  fact.is = is;
  fact.read_at = state.read_at;
}

/// A source from which no signal comes (a meter on the bus) is not missed.
void CarState::judge_sources() {
  for (std::size_t place = 0; place < sources_.size(); ++place) {
    const Telling& telling = telling_[place];
    std::optional<Moment>& silent_since = sources_[place].silent_since;
    silent_since.reset();
    if (telling.has_signals && telling.known == 0) silent_since = telling.last_good;
  }
}

}  // namespace liftbox
