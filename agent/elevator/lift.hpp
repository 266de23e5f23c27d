#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "agent/elevator/brake/brake_dossier.hpp"
#include "agent/elevator/car_state.hpp"
#include "agent/elevator/causes/lately.hpp"
#include "agent/elevator/detector.hpp"
#include "agent/elevator/detectors/alarm_button.hpp"
#include "agent/elevator/detectors/box_supply.hpp"
#include "agent/elevator/detectors/brake.hpp"
#include "agent/elevator/detectors/brake_motion.hpp"
#include "agent/elevator/detectors/brake_timing.hpp"
#include "agent/elevator/detectors/clock_stepped.hpp"
#include "agent/elevator/detectors/door_close.hpp"
#include "agent/elevator/detectors/door_in_motion.hpp"
#include "agent/elevator/detectors/door_open.hpp"
#include "agent/elevator/detectors/entrapment.hpp"
#include "agent/elevator/detectors/inspection_due.hpp"
#include "agent/elevator/detectors/mains_lost.hpp"
#include "agent/elevator/detectors/maintenance.hpp"
#include "agent/elevator/detectors/maintenance_overdue.hpp"
#include "agent/elevator/detectors/overspeed.hpp"
#include "agent/elevator/detectors/overtravel.hpp"
#include "agent/elevator/detectors/position_lost.hpp"
#include "agent/elevator/detectors/prolonged_outage.hpp"
#include "agent/elevator/detectors/restart_prevented.hpp"
#include "agent/elevator/detectors/run_time_limiter.hpp"
#include "agent/elevator/detectors/safety_chain.hpp"
#include "agent/elevator/detectors/self_test.hpp"
#include "agent/elevator/detectors/sensor_bouncing.hpp"
#include "agent/elevator/detectors/sensor_conflict.hpp"
#include "agent/elevator/detectors/sensor_stuck.hpp"
#include "agent/elevator/detectors/service_mode.hpp"
#include "agent/elevator/detectors/source_lost.hpp"
#include "agent/elevator/detectors/stopped_outside.hpp"
#include "agent/elevator/detectors/tamper.hpp"
#include "agent/elevator/detectors/unintended_movement.hpp"
#include "agent/elevator/held_back.hpp"
#include "agent/elevator/needs.hpp"
#include "agent/elevator/one_cause.hpp"
#include "agent/elevator/statistics/statistics.hpp"

namespace liftbox {

/// An event and the lift as it was at that moment.
struct Occurrence {
  Event event;
  std::vector<SignalState> snapshot;  ///< bound signals
};

struct Outcome {
  std::vector<Occurrence> occurrences;
  std::vector<HeldBackNote> held_back;         ///< "why not"
  bool repeat_entrapment = false;              ///< send the open alarm again: nobody has taken note of it
  std::vector<StatisticsDocument> statistics;  ///< hours and days that are over
};

/// What a person, here or at the platform, says of an incident.
struct PersonSays {
  enum class What : std::uint8_t { acknowledge, on_site, close };
  What what;
  EventType incident;
  std::string by;  ///< work number, or who sent the command
};

/// The periodical inspection was made.
struct Inspected {
  Date date{};
  Date next{};     ///< when it is due again
  std::string by;  ///< work number
};

/// The whole of detection: readings in, events out. Pure, and the same for the daemon, replay and simulation.
/// Readings and looks must not go back in time; one that does is taken as happening at the last moment.
class Lift {
 public:
  using Detectors =
      std::tuple<Entrapment, AlarmButton, SafetyChainOpen, DoorCloseFault, DoorOpenFault, StoppedOutside,
                 UnintendedMovement, RunTimeLimiter, PositionLost, RestartPrevented, DoorOpenWhileMoving,
                 Overtravel, Overspeed, BrakeNotReleased, BrakeNotSet, BrakeDrag, BrakeSlip, BrakeTiming,
                 MainsLost, ProlongedOutage, ServiceModeChange, SensorConflict, SensorStuck, SensorBouncing,
                 SourceLost, BoxSupply, Tamper, ClockStepped, SelfTest, InspectionDue, Maintenance,
                 MaintenanceOverdue>;

  Lift(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources, Moment now);

  /// Everything that was due before each reading is done first. Sorted by time.
  Outcome apply(std::span<const Reading> readings);
  /// Time has passed.
  Outcome look(Moment now);
  /// Empty where there is nothing to say it of.
  Outcome person(const PersonSays& says, Moment now);
  /// A technician worked at the brake. Where it was taken apart, what was learned of its times is forgotten.
  Outcome brake_maintained(const BrakeWork& work, Moment now);
  /// Other limits, facts or sources, without a restart: latch, holds and open incidents go on. What was read
  /// from the sources named in `undisturbed` stays known. New limits are judged by from the next look,
  /// what is under way, too.
  Outcome change(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources,
                 const std::vector<std::string>& undisturbed, Moment now);
  /// What the wall clock shows: statistics are kept by its hours and days, inspections are due by its
  /// calendar. Told once a minute, the clock may jump; told once, it runs on evenly.
  Outcome wall(const WallTold& told);
  /// What the box knows of itself. Without it, as in a trace, the box is not tested.
  Outcome box(const BoxTold& told, Moment now);
  /// A self-test now, not only when it is due.
  Outcome test_box(const std::string& by, Moment now);
  // A technician's word. Empty where there is nothing to say it of.
  Outcome visit_begins(const Maintenance::Said& said, Moment now);
  Outcome visit_ends(const Maintenance::Said& said, Moment now);
  Outcome inspected(const Inspected& said, Moment now);
  Moment look_again_at() const { return look_again_at_; }
  /// Nobody watched since then: a restart is a silence of all sources, in which nothing is counted.
  void begin_again(Moment since);
  /// The machine was started again since the memory was written. With the clock set then and now it is known
  /// for how long it was off.
  void rebooted(bool clock_was_set);
  /// Counted today until now; since the boot while the wall clock was not told or is unset.
  StatisticsDocument today(Moment now) const { return statistics_.today(car_, now); }

  const CarState& car() const { return car_; }
  const SelfTest& self_test() const { return std::get<SelfTest>(detectors_); }
  const InspectionDue& inspection() const { return std::get<InspectionDue>(detectors_); }
  const Maintenance& maintenance() const { return std::get<Maintenance>(detectors_); }
  const MaintenanceOverdue& maintenance_overdue() const { return std::get<MaintenanceOverdue>(detectors_); }
  /// The visit that is under way, as its end would tell of it now.
  VisitEvidence visit() const;
  const HeldBackLog& held_back() const { return held_back_; }
  const BrakeDossier& brake_dossier() const { return brake_dossier_; }
  /// Whether the brake is as it should be, by what is known now.
  BrakeVerdict brake_verdict() const { return brake_dossier_.judge(arms_timed(car_), one_cause_.open()); }

  /// All that it knows but for its notes of "why not": what is saved here and restored elsewhere goes on
  /// there as if nothing had been between. `visit(name, memory)` with plain structs.
  template <class Visit>
  void visit_memory(Visit&& visit) {
    ask_everyone_ = true;
    visit("car", car_);
    std::apply([&](auto&... detector) { (visit(detector.name, detector.memory), ...); }, detectors_);
    visit("brake_dossier", brake_dossier_.memory);
    visit("one_cause", one_cause_.memory);
    visit("lately", lately_.memory);
    visit("held_back", held_back_.memory);
    visit("statistics", statistics_);
  }

 private:
  Outcome told(Verdict&& verdict, Moment now, Outcome outcome);
  void complete(VisitEvidence& visit) const;
  void take_up(const Event& event, VisitEvidence& visit);
  void pass_time(Moment until, Outcome& outcome);
  void observe(Moment now, Outcome& outcome);
  /// Detectors, by their place.
  using Set = std::uint64_t;
  static constexpr std::size_t count = std::tuple_size_v<Detectors>;
  static_assert(count <= 64);
  static constexpr Set everyone = ~Set{};
  /// Whom it concerns when a signal is heard, or a word changes.
  struct Concerns {
    Concerns();
    std::array<Set, signal_count> signals{};
    std::array<Set, word_count> words{};
  };
  Set concerned(Moment now) const;
  void ask(Moment now, Outcome& outcome);
  template <class Detector>
  void ask(Detector& detector, std::size_t place, Set concerned, Moment now, Outcome& outcome);
  void take(Verdict&& verdict, Moment now, Outcome& outcome);
  void tell(Outcome& outcome);
  bool shows(EventType type) const;
  void complete(EntrapmentEvidence& evidence, Phase phase) const;
  void follow_brake(Moment now, Outcome& outcome);
  void note(HeldBack held, Outcome& outcome);
  bool explain(HeldBack& held) const;
  SignalSet silent_inputs(EventType type) const;
  bool rests_on_suspect(const Event& event) const;
  SignalSet bound() const;
  std::vector<SignalState> snapshot() const;

  CarState car_;
  Detectors detectors_;
  std::array<Moment, count> wishes_{};  ///< when each is asked next, if nothing happens
  /// At the next look, whatever it is: what they decided last may change what they say.
  Set settle_ = everyone;
  bool ask_everyone_ = true;  ///< at the next look
  std::vector<Event> said_;   ///< by the detectors at this moment
  BrakeDossier brake_dossier_;
  OneCause one_cause_;
  Lately lately_;
  Rules::Causes causes_;
  std::map<int, Cause> controller_causes_;
  HeldBackLog held_back_;
  std::vector<Need> needs_;
  Duration after_inspection_;
  Statistics statistics_;
  Moment now_;
  Moment look_again_at_;
};

}  // namespace liftbox
