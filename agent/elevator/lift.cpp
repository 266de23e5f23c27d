#include "agent/elevator/lift.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "agent/elevator/causes/suggest.hpp"

namespace liftbox {
namespace {

template <class... Detector>
std::tuple<Detector...> make(const Rules& rules, const LiftFacts& facts, std::tuple<Detector...>* /*type*/) {
  return {Detector{rules, facts}...};
}

template <class... Detector>
void renew(const Rules& rules, const LiftFacts& facts, std::tuple<Detector...>& detectors) {
  const auto with_memory = [&](auto& detector) {
    std::remove_reference_t<decltype(detector)> fresh{rules, facts};
    fresh.memory = detector.memory;
    detector = std::move(fresh);
  };
  (with_memory(std::get<Detector>(detectors)), ...);
}

}  // namespace

Lift::Lift(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources, Moment now)
    : car_{rules, facts, sources, now},
      detectors_{make(rules, facts, static_cast<Detectors*>(nullptr))},
      brake_dossier_{rules, facts},
      lately_{rules, facts},
      causes_{rules.causes},
      controller_causes_{facts.controller_causes},
      needs_{needs(facts)},
      after_inspection_{rules.faults.after_inspection},
      statistics_{rules, facts},
      now_{now},
      look_again_at_{now} {}

Outcome Lift::apply(std::span<const Reading> readings) {
  Outcome outcome;
  for (std::size_t i = 0; i < readings.size();) {
    const Moment at = std::max(now_, readings[i].at);
    pass_time(at, outcome);
    for (; i < readings.size() && std::max(now_, readings[i].at) == at; ++i) car_.apply(readings[i]);
    observe(at, outcome);
  }
  return outcome;
}

Outcome Lift::wall(const WallTold& told) {
  Outcome outcome = look(told.at);
  statistics_.wall(told);
  const auto tell = [&](auto& detector) {
    if constexpr (requires { detector.wall(told); }) detector.wall(told);
  };
  std::apply([&](auto&... detector) { (tell(detector), ...); }, detectors_);
  ask_everyone_ = true;
  observe(now_, outcome);
  return outcome;
}

Outcome Lift::box(const BoxTold& told, Moment now) {
  Outcome outcome = look(now);
  std::get<SelfTest>(detectors_).box(told);
  ask_everyone_ = true;
  observe(std::max(now, now_), outcome);
  return outcome;
}

Outcome Lift::test_box(const std::string& by, Moment now) {
  Outcome outcome = look(now);
  std::get<SelfTest>(detectors_).ask(by);
  ask_everyone_ = true;
  observe(std::max(now, now_), outcome);
  return outcome;
}

Outcome Lift::visit_begins(const Maintenance::Said& said, Moment now) {
  Outcome outcome = look(now);
  Verdict verdict;
  if (!std::get<Maintenance>(detectors_).begin(car_, said, std::max(now, now_), verdict)) return outcome;
  return told(std::move(verdict), std::max(now, now_), std::move(outcome));
}

Outcome Lift::visit_ends(const Maintenance::Said& said, Moment now) {
  Outcome outcome = look(now);
  Verdict verdict;
  if (!std::get<Maintenance>(detectors_).end(car_, said, std::max(now, now_), verdict)) return outcome;
  return told(std::move(verdict), std::max(now, now_), std::move(outcome));
}

Outcome Lift::inspected(const Inspected& said, Moment now) {
  Outcome outcome = look(now);
  now = std::max(now, now_);
  std::get<InspectionDue>(detectors_).done(said.date, said.next);
  Verdict verdict;
  verdict.events.push_back(
      {.type = EventType::inspection_done,
       .phase = Phase::noted,
       .at = now,
       .since = now,
       .confidence = Confidence::certain,
       .subject = {},
       .evidence = BoxEvidence{{{"date", format(said.date)}, {"next", format(said.next)}, {"by", said.by}}}});
  return told(std::move(verdict), now, std::move(outcome));
}

Outcome Lift::told(Verdict&& verdict, Moment now, Outcome outcome) {
  take(std::move(verdict), now, outcome);
  ask_everyone_ = true;
  observe(now, outcome);
  return outcome;
}

void Lift::begin_again(Moment since) {
  ask_everyone_ = true;
  car_.fall_silent(since);
  statistics_.begin_again();
  std::get<Maintenance>(detectors_).begin_again();
  std::get<SelfTest>(detectors_).begin_again();
}

void Lift::rebooted(bool clock_was_set) {
  ask_everyone_ = true;
  statistics_.rebooted();
  if (!clock_was_set) std::get<Entrapment>(detectors_).off_for_unknown_time();
  const auto tell = [&](auto& detector) {
    if constexpr (requires { detector.rebooted(clock_was_set); }) detector.rebooted(clock_was_set);
  };
  std::apply([&](auto&... detector) { (tell(detector), ...); }, detectors_);
}

VisitEvidence Lift::visit() const {
  VisitEvidence visit = maintenance().evidence(car_, now_);
  complete(visit);
  return visit;
}

/// What was asked of the lift since the last visit: the need for maintenance goes by use, too (按需维保).
void Lift::complete(VisitEvidence& visit) const {
  const VisitEvidence::Use& before = maintenance().memory.use_at_last;
  const VisitEvidence::Use now = statistics_.use(car_, now_);
  const auto since = [](std::optional<std::int64_t> all, std::optional<std::int64_t> then) {
    return all ? std::optional{*all - then.value_or(0)} : std::nullopt;
  };
  visit.since_last = {since(now.runs, before.runs), since(now.starts, before.starts),
                      since(now.faults, before.faults)};
}

Outcome Lift::look(Moment now) {
  Outcome outcome;
  pass_time(now, outcome);
  return outcome;
}

Outcome Lift::person(const PersonSays& says, Moment now) {
  Outcome outcome = look(now);
  now = std::max(now, now_);
  Verdict verdict;
  auto& entrapment = std::get<Entrapment>(detectors_);
  auto& button = std::get<AlarmButton>(detectors_);
  if (says.incident == EventType::alarm_button && says.what == PersonSays::What::acknowledge)
    button.acknowledge(now, says.by, verdict);
  if (says.incident == EventType::entrapment) {
    if (says.what == PersonSays::What::acknowledge) entrapment.acknowledge(now, says.by, verdict);
    if (says.what == PersonSays::What::on_site) entrapment.arrive(now, says.by, verdict);
    if (says.what == PersonSays::What::close) entrapment.close(now, says.by, verdict);
  }
  return told(std::move(verdict), now, std::move(outcome));
}

Outcome Lift::brake_maintained(const BrakeWork& work, Moment now) {
  Outcome outcome = look(now);
  now = std::max(now, now_);
  Verdict verdict;
  verdict.events.push_back(brake_dossier_.record(work, now));
  if (restarts_baseline(work.action)) std::get<BrakeTiming>(detectors_).maintained(now, verdict);
  return told(std::move(verdict), now, std::move(outcome));
}

Outcome Lift::change(const Rules& rules, const LiftFacts& facts, std::span<const SourceBindings> sources,
                     const std::vector<std::string>& undisturbed, Moment now) {
  Outcome outcome = look(now);
  now = std::max(now, now_);
  car_.change(rules, facts, sources, undisturbed, now);
  renew(rules, facts, detectors_);
  lately_.change(rules, facts);
  causes_ = rules.causes;
  controller_causes_ = facts.controller_causes;
  brake_dossier_.change(rules, facts);
  ask_everyone_ = true;
  needs_ = needs(facts);
  after_inspection_ = rules.faults.after_inspection;
  statistics_.change(rules, facts);
  observe(now, outcome);
  return outcome;
}

/// Time passes in the steps in which something wanted to be looked at again.
void Lift::pass_time(Moment until, Outcome& outcome) {
  while (look_again_at_ <= until) observe(std::max(look_again_at_, now_), outcome);
  now_ = std::max(now_, until);
}

void Lift::observe(Moment now, Outcome& outcome) {
  now_ = now;
  car_.acknowledge_alarm(std::get<Entrapment>(detectors_).acknowledged() ||
                         std::get<AlarmButton>(detectors_).acknowledged());
  car_.doubt_presence(std::get<SensorStuck>(detectors_).presence_stuck());
  car_.advance(now);
  statistics_.visited(maintenance().memory.last);
  statistics_.pass(car_, now, outcome.statistics);
  look_again_at_ = std::min(car_.next_change(), statistics_.next_turn(now));
  lately_.observe(car_, now);
  ask(now, outcome);
  tell(outcome);
  follow_brake(now, outcome);
  statistics_.observe(car_, now);
  const auto& visit = maintenance().memory.visit;
  if (std::get<MaintenanceOverdue>(detectors_).visiting(visit ? std::optional{visit->began} : std::nullopt)) {
    ask_everyone_ = true;
    look_again_at_ = now;
  }
  look_again_at_ = std::max(look_again_at_, now + Duration{1});
}

Lift::Concerns::Concerns() {
  Set one = 1;
  const auto add = [&](const SignalSet& reads, const WordSet& changes) {
    for (std::size_t i = 0; i < signal_count; ++i) signals[i] |= reads[i] ? one : 0;
    for (std::size_t i = 0; i < word_count; ++i) words[i] |= changes[i] ? one : 0;
    one <<= 1U;
  };
  const auto add_all = [&]<class... Detector>(std::tuple<Detector...>* /*type*/) {
    (add(Detector::reads, Detector::words), ...);
  };
  add_all(static_cast<Detectors*>(nullptr));
}

Lift::Set Lift::concerned(Moment now) const {
  static_assert(signal_count <= 64);  // of `to_ullong`
  static const Concerns concerns;
  Set set = 0;
  for (std::uint64_t heard = car_.heard().to_ullong(); heard != 0; heard &= heard - 1)
    set |= concerns.signals[static_cast<std::size_t>(std::countr_zero(heard))];
  for (std::uint64_t changed = car_.changed().to_ullong(); changed != 0; changed &= changed - 1)
    set |= concerns.words[static_cast<std::size_t>(std::countr_zero(changed))];
  for (std::size_t place = 0; place < count; ++place) set |= Set{now >= wishes_[place]} << place;
  return set;
}

/// Those whom nothing has happened to would say what they said before, and are not asked.
void Lift::ask(Moment now, Outcome& outcome) {
  const Set these = std::exchange(ask_everyone_, false) ? everyone : concerned(now);
  std::size_t place = 0;
  std::apply([&](auto&... detector) { (ask(detector, place++, these, now, outcome), ...); }, detectors_);
  look_again_at_ = std::min(look_again_at_, *std::min_element(wishes_.begin(), wishes_.end()));
}

template <class Detector>
void Lift::ask(Detector& detector, std::size_t place, Set concerned, Moment now, Outcome& outcome) {
  const Set one = Set{1} << place;
  const bool is_concerned = (concerned & one) != 0 || ask_everyone_;
  if (!is_concerned && (settle_ & one) == 0) return;
  Verdict verdict = detector.observe(car_, now);
  wishes_[place] = verdict.look_again_at;
  const bool says_nothing = verdict.says_nothing();
  settle_ = is_concerned || !says_nothing ? settle_ | one : settle_ & ~one;
  if (!says_nothing) take(std::move(verdict), now, outcome);
}

void Lift::take(Verdict&& verdict, Moment now, Outcome& outcome) {
  outcome.repeat_entrapment = outcome.repeat_entrapment || verdict.repeat;
  std::move(verdict.events.begin(), verdict.events.end(), std::back_inserter(said_));
  for (HeldBack& held : verdict.held_back) note(std::move(held), outcome);
  if (!verdict.occupancy_lost) return;
  car_.forget_occupancy(now);
  ask_everyone_ = true;
}

/// What all detectors say at one moment is judged together. An entrapment lists the faults open with it.
void Lift::tell(Outcome& outcome) {
  if (said_.empty() && !one_cause_.holds_back()) return;
  const Fact working = !car_.inspection();
  const bool settled = working.yes_for(after_inspection_, now_);
  std::vector<Event> told = one_cause_.sift(
      std::exchange(said_, {}), [&](EventType type) { return settled && shows(type); }, now_);
  for (const Event& event : told) lately_.hear(event, car_);
  for (Event& event : told) {
    if (auto* entrapment = std::get_if<EntrapmentEvidence>(&event.evidence))
      complete(*entrapment, event.phase);
    if (auto* visit = std::get_if<VisitEvidence>(&event.evidence)) take_up(event, *visit);
    if (rests_on_suspect(event)) event.confidence = Confidence::low;
    statistics_.hear(event);
    brake_dossier_.hear(event);
    outcome.occurrences.push_back({std::move(event), snapshot()});
  }
  for (HeldBack& held : one_cause_.held_back()) note(std::move(held), outcome);
  if (one_cause_.holds_back() && working.yes() && !settled)
    look_again_at_ = std::min(look_again_at_, working.since + after_inspection_);
}

/// What is cleared only by runs or cycles may be over long before.
bool Lift::shows(EventType type) const {
  if (type == EventType::restart_prevented) return std::get<RestartPrevented>(detectors_).shows(now_);
  if (type == EventType::brake_drag) return std::get<BrakeDrag>(detectors_).shows();
  if (type == EventType::brake_slip) return std::get<BrakeSlip>(detectors_).shows();
  return true;
}

void Lift::take_up(const Event& event, VisitEvidence& visit) {
  complete(visit);
  if (event.type != EventType::maintenance_ended || !visit.counts) return;
  std::get<Maintenance>(detectors_).used(statistics_.use(car_, now_));
  std::get<MaintenanceOverdue>(detectors_).visited(visit.ended.value_or(now_));
  ask_everyone_ = true;
}

/// What the detector of entrapments cannot know.
void Lift::complete(EntrapmentEvidence& evidence, Phase phase) const {
  evidence.with_open = one_cause_.open();
  const bool asks_for_causes = phase == Phase::confirmed || (phase == Phase::cleared && evidence.confirmed);
  if (asks_for_causes)
    evidence.causes = suggest_causes(lately_.memory, evidence, causes_, controller_causes_);
}

/// Last, for its verdict counts what was told at this moment, too.
void Lift::follow_brake(Moment now, Outcome& outcome) {
  const auto measured = std::get<BrakeTiming>(detectors_).measured();
  Verdict verdict = brake_dossier_.observe(measured, car_, one_cause_, now);
  look_again_at_ = std::min(look_again_at_, verdict.look_again_at);
  take(std::move(verdict), now, outcome);
  tell(outcome);
}

bool Lift::rests_on_suspect(const Event& event) const {
  const SignalSet suspects = std::get<SensorConflict>(detectors_).suspects() |
                             std::get<SensorStuck>(detectors_).suspects() |
                             std::get<SensorBouncing>(detectors_).suspects();
  if (suspects.none()) return false;
  return std::any_of(needs_.begin(), needs_.end(), [&](const Need& need) {
    return is_of(need, event) && rests_on(need, suspects, bound());
  });
}

SignalSet Lift::bound() const {
  SignalSet bound;
  for (const SignalInfo& about : all_signals())
    if (car_.bound(about.signal)) bound.set(index(about.signal));
  return bound;
}

void Lift::note(HeldBack held, Outcome& outcome) {
  if (!explain(held)) return;
  statistics_.hear(held);
  held_back_.add(outcome.held_back.emplace_back(HeldBackNote{std::move(held), snapshot()}));
}

/// Names what held it back. False for a rule that the wiring leaves idle: that is said of the configuration.
bool Lift::explain(HeldBack& held) const {
  if (held.reason == HeldBack::Reason::mode && held.by.empty()) held.by = name(car_.mode());
  if (held.reason != HeldBack::Reason::unknown_input || !held.by.empty()) return true;
  const SignalSet silent = silent_inputs(held.type);
  for (const SignalInfo& about : all_signals())
    if (silent[index(about.signal)])
      held.by += (held.by.empty() ? "" : " ") + std::string{name(about.signal)};
  return !held.by.empty();
}

/// What a rule needs, is wired, and does not deliver; else what should tell whether the car stands.
SignalSet Lift::silent_inputs(EventType type) const {
  const SignalSet wired = bound();
  SignalSet silent;
  bool idle = true;
  const auto ask = [&](Signal signal) {
    silent.set(index(signal), wired[index(signal)] && !car_.value(signal));
  };
  for (const Need& need : needs_) {
    if (need.type != type || !missing(need, wired).empty()) continue;
    idle = false;
    for (const std::vector<Signal>& group : need.groups) std::for_each(group.begin(), group.end(), ask);
  }
  if (!idle && silent.none())
    for (const Signal signal :
         {Signal::car_moving, Signal::car_speed, Signal::run_contactor, Signal::car_position})
      ask(signal);
  return silent;
}

std::vector<SignalState> Lift::snapshot() const {
  std::vector<SignalState> bound;
  for (const SignalInfo& about : all_signals())
    if (car_.bound(about.signal)) bound.push_back(car_.state(about.signal));
  return bound;
}

}  // namespace liftbox
