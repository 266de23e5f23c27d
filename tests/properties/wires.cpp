#include "tests/properties/wires.hpp"

#include <algorithm>
#include <utility>

namespace liftbox::test {
namespace {

using namespace std::chrono_literals;
using enum Signal;

constexpr Duration poll_interval = 1s;
constexpr Duration quiet_bus =
    10min;  ///< over a longer while nothing is polled: there would be too much of it

/// What a controller tells by its registers; the rest is wired to the box's own inputs.
constexpr SignalSet registers =
    signal_set({service_mode, car_moving, car_direction, car_speed, car_position, floor, safety_chain,
                run_contactor, controller_fault, load_kg, car_call, limit_top, limit_bottom, door_locked,
                door_open_command, door_close_command, mains_power});

}  // namespace

Wires::Wires(const Setting& setting) : wires_{setting.wires} {
  for (const SignalInfo& about : all_signals()) {
    // Each bit of the number leaves out one signal; most lifts have most of them.
    const std::size_t place = index(about.signal);
    wired_[place] = place >= 32 || ((setting.unwired >> place) & 1U) == 0;
  }
  for (const Signal yes : {service_mode, floor, door_zone, door_closed, rear_door_closed, door_locked,
                           safety_chain, mains_power, box_power})
    truth_[index(yes)] = 1;
  truth_[index(battery_mv)] = 13'500;
  read_lines();
  next_poll_ = now_ + poll_interval;
}

Arrival Wires::arrival(Signal signal) const {
  constexpr std::array arrivals{Arrival::edges, Arrival::polled, Arrival::trace};
  switch (wires_) {
    case Setting::Wires::trace:
      return Arrival::trace;
    case Setting::Wires::lines:
      return Arrival::edges;
    case Setting::Wires::bus_and_lines:
      return registers[index(signal)] ? Arrival::polled : Arrival::edges;
    case Setting::Wires::scattered:
      break;
  }
  return arrivals[index(signal) * 7 / 4 % arrivals.size()];
}

void Wires::set(Signal signal, Value value) {
  if (truth_[index(signal)] == value) return;
  truth_[index(signal)] = value;
  if (!polled(signal)) read(signal);
}

void Wires::stick(Signal signal) {
  stuck_[index(signal)] = truth_[index(signal)];
}

void Wires::lose(Signal signal) {
  lost_[index(signal)] = true;
  read(signal);
}

void Wires::heal() {
  lost_.fill(false);
  stuck_.fill(std::nullopt);
  bus_dead_ = false;
  read_lines();
}

void Wires::say(Signal signal, Value value, Quality quality, int raw_edges) {
  if (!wired(signal)) return;
  readings_now().push_back({signal, value, now_, quality, arrival(signal) == Arrival::edges ? raw_edges : 0});
}

void Wires::tell(std::string remark, std::function<Outcome(Lift&, Moment)> what) {
  steps_.push_back({.at = now_, .told = std::move(what), .remark = std::move(remark)});
}

void Wires::restart() {
  steps_.push_back({.at = now_, .restart = true, .remark = "the agent starts again"});
  read_lines();
}

void Wires::wait(Duration time) {
  const Moment until = now_ + time;
  if (time > quiet_bus) next_poll_ = std::max(next_poll_, until);
  while (next_poll_ <= until) {
    now_ = next_poll_;
    next_poll_ += poll_interval;
    poll();
  }
  now_ = until;
}

void Wires::poll() {
  if (bus_dead_) return;
  for (const SignalInfo& about : all_signals())
    if (polled(about.signal)) read(about.signal);
}

void Wires::read_lines() {
  for (const SignalInfo& about : all_signals())
    if (!polled(about.signal)) read(about.signal);
}

void Wires::read(Signal signal) {
  if (!wired(signal) || (bus_dead_ && polled(signal))) return;
  const bool lost = lost_[index(signal)];
  const Value value = lost ? 0 : stuck_[index(signal)].value_or(truth_[index(signal)]);
  std::vector<Reading>& readings = readings_now();
  // Of two for one signal and instant the later wins, as in a trace.
  std::erase_if(readings, [&](const Reading& earlier) { return earlier.signal == signal; });
  readings.push_back({signal, value, now_, lost ? Quality::bad : Quality::good});
}

std::vector<Reading>& Wires::readings_now() {
  const bool goes_on = !steps_.empty() && steps_.back().at == now_ && steps_.back().remark.empty();
  if (!goes_on) steps_.push_back({.at = now_});
  return steps_.back().readings;
}

std::vector<SourceBindings> Wires::sources() const {
  std::vector<SourceBindings> sources{{"lines", {}}, {"bus", {}}, {"trace", {}}};
  for (const SignalInfo& about : all_signals()) {
    if (!wired(about.signal)) continue;
    const Arrival arrives = arrival(about.signal);
    const std::size_t place = arrives == Arrival::edges ? 0 : arrives == Arrival::polled ? 1 : 2;
    sources[place].bindings.push_back(
        {about.signal, arrives, arrives == Arrival::polled ? poll_interval : Duration{}});
  }
  std::erase_if(sources, [](const SourceBindings& source) { return source.bindings.empty(); });
  return sources;
}

}  // namespace liftbox::test
