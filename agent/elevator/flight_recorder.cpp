#include "agent/elevator/flight_recorder.hpp"

#include <algorithm>

namespace liftbox {

void FlightRecorder::take(std::span<const Reading> readings, const CarState& car, Moment now) {
  for (const Reading& reading : readings)
    change(reading.signal, state_of(reading.signal, true, reading.quality, reading.value), reading.at);
  for (const SignalInfo& about : all_signals()) {
    const SignalState& state = car.state(about.signal);
    if (state.quality == Quality::stale) fell_silent(about.signal, state.read_at);
    change(about.signal, state_of(about.signal, state.bound, state.quality, state.value), now);
  }
  forget(now);
}

/// A value that cannot be is none: no trace could be read that had it.
FlightRecorder::State FlightRecorder::state_of(Signal signal, bool bound, Quality quality, Value value) {
  const SignalInfo& about = info(signal);
  const bool known = bound && quality == Quality::good && value >= about.min && value <= about.max;
  return {bound, known, known ? value : 0};
}

void FlightRecorder::change(Signal signal, const State& to, Moment at) {
  State& is = now_[index(signal)];
  if (is == to) return;
  is = to;
  // A slow line may tell later of what happened earlier: a trace does not go back in time.
  const Moment in_order = changes_.empty() ? at : std::max(at, changes_.back().at);
  changes_.push_back({in_order, signal, to});
}

/// That is known only once its last value is too old to be believed. A trace counts a value as read again
/// and again: it says when that was so for the last time.
void FlightRecorder::fell_silent(Signal signal, Moment read_at) {
  const State& last = now_[index(signal)];
  if (!last.known || read_at < forgotten_) return;
  State unread = last;
  unread.unread = true;
  insert({read_at, signal, last});
  insert({read_at + Duration{1}, signal, unread});
}

void FlightRecorder::insert(const Change& change) {
  const auto later = std::upper_bound(changes_.begin(), changes_.end(), change.at,
                                      [](Moment at, const Change& other) { return at < other.at; });
  changes_.insert(later, change);
}

void FlightRecorder::forget(Moment now) {
  const Moment from = std::min(now - limits_.kept, keep_from_.value_or(never));
  while (!changes_.empty() && (changes_.front().at < from || changes_.size() > limits_.changes)) {
    const Change& oldest = changes_.front();
    before_[index(oldest.signal)] = oldest.now;
    forgotten_ = oldest.at;
    changes_.pop_front();
  }
}

void FlightRecorder::write_row(std::string& text, Duration time, Signal signal, const State& state) {
  text.append(std::to_string(time.count())).append(",").append(name(signal)).append(",");
  text.append(state.unread ? "!" : state.known ? format(signal, state.value) : "?").append("\n");
}

std::string FlightRecorder::trace(Moment from, Moment upto, std::string_view start,
                                  std::string_view remark) const {
  const Moment begin = begins(from);
  States held = before_;
  auto next = changes_.begin();
  for (; next != changes_.end() && next->at <= begin; ++next) held[index(next->signal)] = next->now;
  std::string text;
  if (!start.empty()) text.append("# start ").append(start).append("\n");
  if (!remark.empty()) text.append("# ").append(remark).append("\n");
  text.append("t_ms,signal,value\n");
  for (const SignalInfo& about : all_signals())
    if (const State& state = held[index(about.signal)]; state.bound)
      write_row(text, {}, about.signal, {state.bound, state.known, state.value});
  for (; next != changes_.end() && next->at <= upto; ++next)
    if (next->now.bound) write_row(text, next->at - begin, next->signal, next->now);
  text.append(std::to_string((upto - begin).count())).append(",end,\n");
  return text;
}

}  // namespace liftbox
