#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/machine.hpp"
#include "agent/elevator/motion.hpp"
#include "agent/elevator/occupancy.hpp"
#include "agent/elevator/reading.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/scale.hpp"
#include "agent/elevator/words.hpp"
#include "agent/elevator/zone.hpp"

namespace liftbox {

/// One signal as it stands, for snapshots and screens.
struct SignalState {
  Signal signal;
  bool bound = false;
  Value value = 0;  ///< means nothing unless the quality is good
  Quality quality = Quality::bad;
  Moment since{};
  Moment read_at{};
  std::optional<Moment> unread_since;  ///< of a trace: the polls bring nothing
  std::size_t source = 0;              ///< index into sources()
  std::uint64_t raw_edges = 0;         ///< of its line so far, bounces included

  template <class Visit>
  void fields(Visit&& visit) {
    visit("value", value);
    visit("quality", quality);
    visit("since", since);
    visit("read_at", read_at);
    visit("unread_since", unread_since);
  }
};

/// A quantity at or above a limit, with the moment it crossed it.
struct Threshold {
  Fact fact;
  void update(const SignalState& state, Value at_least);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("fact", fact);
  }
};

/// What is known of the lift now, and since when: the fold of all readings. Unknown is not false. Detectors
/// read this and nothing else. `advance` brings it to a moment; between two calls nothing changes.
class CarState {
 public:
  /// A source and when it last told something good.
  struct Source {
    std::string name;
    std::optional<Moment> silent_since;  ///< nothing while any of its signals is known
  };

  CarState(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources, Moment now);

  /// Other limits and other sources from now on. What was read from the sources named in `undisturbed` stays
  /// known; what comes from any other is unknown until it is read.
  void change(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources,
              const std::vector<std::string>& undisturbed, Moment now);
  void apply(const Reading& reading);
  void advance(Moment now);
  Moment next_change() const { return next_change_; }
  /// Of which signals something was heard since the look before, if only that they are as they were.
  const SignalSet& heard() const { return heard_; }
  /// Which of the words below mean something else than at the look before.
  const WordSet& changed() const { return changed_; }

  bool bound(Signal signal) const { return slots_[index(signal)].bound; }
  /// Of a boolean signal.
  [[gnu::always_inline]] Fact is(Signal signal) const {
    const SignalState& slot = state(signal);
    const Kleene is = slot.quality == Quality::good ? kleene(slot.value != 0) : Kleene::unknown;
    return {is, slot.since, read_at(signal)};
  }
  std::optional<Value> value(Signal signal) const {
    const SignalState& slot = state(signal);
    return slot.quality == Quality::good ? std::optional{slot.value} : std::nullopt;
  }
  const SignalState& state(Signal signal) const { return slots_[index(signal)]; }
  std::uint64_t raw_edges() const { return raw_edges_; }  ///< of all lines so far
  const std::vector<Source>& sources() const { return sources_; }

  // The words of the trade.
  /// By its switch, as long as that can be.
  Fact in_zone() const { return zone_.instead() ? *zone_.instead() : is(Signal::door_zone); }
  bool zone_doubted() const { return zone_.memory.doubted; }
  /// In motion, since the zone's switch last changed; 0 where not all of its edges are read.
  int floors_passed() const { return zone_.floors_passed(); }
  const Fact& shut() const { return shut_; }  ///< every bound door closed
  const Fact& open() const { return open_; }  ///< a door not closed for a while
  Fact opening_in_zone() const { return open_ && in_zone(); }
  const Fact& moving() const { return motion_.moving(); }
  Fact standing() const { return !motion_.moving(); }
  Fact on_its_way() const;                            ///< where a door has no business to be open
  const Fact& presence() const { return presence_; }  ///< unknown while its sensor never lets go
  const Fact& weighs_somebody() const { return scale_.weighs_somebody(); }
  bool weighs_a_person() const { return scale_.weighs_a_person(); }  ///< and no bag
  bool weighs_a_caller() const { return scale_.weighs_a_caller(); }  ///< who has not left
  const Fact& fast() const { return fast_; }  ///< above the speed that no levelling needs
  bool mode_is(ServiceMode asked) const { return mode() == asked; }
  ServiceMode mode() const;     ///< unknown where not known
  Direction direction() const;  ///< as the controller announces it; none where it tells of no way
  Moment mode_since() const { return slots_[index(Signal::service_mode)].since; }
  /// Only positive knowledge of inspection counts: never unknown.
  const Fact& inspection() const { return inspection_; }
  Occupancy occupancy() const { return latch_.memory.occupancy; }
  /// The same, but that nobody can be sure of passengers from before an opening whose search has not ended:
  /// what tells of them has fallen silent.
  Occupancy occupancy_at_landing() const;
  /// Why nobody knows: who called has left, or weighs less than the cell can tell.
  bool called_and_left() const { return latch_.memory.called_and_left; }
  Moment occupancy_since() const { return latch_.memory.since; }
  const Motion& motion() const { return motion_; }
  /// The brake and the motor.
  const Machine& machine() const { return machine_; }
  /// False while the last value of a slow poll may be older than what it is to be compared with.
  bool reads_every_edge(Signal signal) const { return bindings_[index(signal)].arrival != Arrival::polled; }

  /// Somebody has taken note of an alarm that is not over: nothing is filtered until it is.
  bool alarm_acknowledged() const { return alarm_acknowledged_; }
  void acknowledge_alarm(bool acknowledged) { alarm_acknowledged_ = acknowledged; }
  /// The sensor of presence is found not to change any more.
  void doubt_presence(bool stuck) { presence_stuck_ = stuck; }
  bool presence_stuck() const { return presence_stuck_; }

  void forget_occupancy(Moment now) { latch_.forget(now); }
  /// No source has told anything since then; from now on each is listened for.
  void fall_silent(Moment since);

  /// All that is known, to be saved and restored.
  template <class Visit>
  void fields(Visit&& visit) {
    visit("occupancy", latch_.memory);
    visit("motion", motion_.memory);
    visit("zone", zone_.memory);
    visit("scale", scale_.memory);
    visit("machine", machine_.memory);
    visit("above_standstill", above_standstill_);
    visit("above_levelling", above_levelling_);
    visit("inspection", inspection_);
    Heard heard{*this};
    visit("signals", heard);
    std::map<std::string, Moment> last_good = sources_last_good();
    visit("sources", last_good);
    take_up(last_good);
  }

 private:
  /// What the bound signals told.
  struct Heard {
    CarState& car;

    template <class Visit>
    void fields(Visit&& visit) {
      for (SignalState& slot : car.slots_)
        if (slot.bound) visit(name(slot.signal).data(), slot);
    }
  };
  std::map<std::string, Moment> sources_last_good() const;
  void take_up(const std::map<std::string, Moment>& last_good);
  void bind(std::span<const SourceBindings> sources, Moment now);
  Moment read_at(Signal signal) const;
  Moment last_poll(Moment told, Moment upto) const;
  void miss(const Reading& reading);
  void know(SignalState& slot, Quality quality);
  void age(Moment now);
  void age(SignalState& slot, Moment stale_at, Moment now);
  Fact closed(Signal closed_switch, Signal open_switch) const;
  void judge_presence(Moment now);
  void judge_doors(Moment now);
  void weigh(Moment now);
  Machine::Inputs machine_inputs() const;
  Fact called() const;
  void judge_sources();
  Motion::Inputs motion_inputs() const;
  Zone::Inputs zone_inputs() const;
  std::optional<Moment> last_change() const;
  OccupancyLatch::Inputs occupancy_inputs() const;
  /// What detectors read without naming a signal.
  struct Words {
    using Edge = std::pair<Kleene, Moment>;
    Edge moving, shut, open, fast, inspection, in_zone;
    std::tuple<Occupancy, Moment, Occupancy> occupancy;
    std::pair<ServiceMode, Moment> mode;
    struct Runs {
      std::optional<Moment> began, ended, stopped;
      int completed = 0;
      std::optional<Duration> full_travel;

      bool operator==(const Runs&) const = default;
    } runs;
    bool alarm_acknowledged = false;

    WordSet changed_since(const Words& before) const;
  };
  Words words() const;

  void look_at(Moment at) { next_change_ = std::min(next_change_, at); }

  Rules rules_;
  std::array<SignalState, signal_count> slots_{};
  std::array<Binding, signal_count> bindings_{};
  std::vector<Signal> polled_;
  SignalSet unread_;
  std::vector<Source> sources_;
  struct Telling {
    Moment last_good;
    bool has_signals = false;
    int known = 0;  ///< of its signals
  };
  std::vector<Telling> telling_;  ///< by source
  std::uint64_t raw_edges_ = 0;
  Moment now_{};
  Moment next_change_ = never;

  SignalSet hearing_;  ///< since the last look
  SignalSet heard_;
  Words words_;
  WordSet changed_ = ~WordSet{};
  bool alarm_acknowledged_ = false;
  bool presence_stuck_ = false;

  Fact shut_;
  Fact open_;
  Fact fast_;
  Fact inspection_{Kleene::no, long_ago, long_ago};
  Threshold above_standstill_;
  Threshold above_levelling_;
  Fact presence_;
  Machine machine_;
  Scale scale_;
  Motion motion_;
  Zone zone_;
  OccupancyLatch latch_;
};

/// In a trace: of what was told then and is read again and again. What it says of that very moment comes
/// first.
inline Moment CarState::last_poll(Moment told, Moment upto) const {
  const Duration reread = rules_.words.trace_reread;
  return upto - told <= reread ? told : told + (upto - told - Duration{1}) / reread * reread;
}

inline Moment CarState::read_at(Signal signal) const {
  const Arrival arrival = bindings_[index(signal)].arrival;
  if (arrival == Arrival::edges) return now_;
  const Moment told = state(signal).read_at;
  return arrival == Arrival::polled
             ? told
             : last_poll(told, std::min(now_, state(signal).unread_since.value_or(never)));
}

}  // namespace liftbox
