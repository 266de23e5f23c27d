#include "agent/elevator/detectors/brake.hpp"

#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {
bool BrakeCycle::Answers::all_good(int arms) const {
  return arms > 0 && std::count(arm.begin(), arm.end(), ArmAnswer::good) == arms;
}

bool BrakeCycle::Answers::any(ArmAnswer answer) const {
  return std::find(arm.begin(), arm.end(), answer) != arm.end();
}

std::vector<int> BrakeCycle::Answers::failed() const {
  std::vector<int> arms;
  for (int number = 1; number <= max_brake_arms; ++number)
    if (arm[static_cast<std::size_t>(number) - 1] == ArmAnswer::failed) arms.push_back(number);
  return arms;
}

void BrakeCycle::observe(const CarState& car, bool wanted, const Rules::Brake& rules, Moment now,
                         Verdict& verdict) {
  const Fact command = car.is(Signal::brake_command);
  if (command.is != last_command_) {
    const bool edge = last_command_ != Kleene::unknown && command.is == kleene(wanted);
    last_command_ = command.is;
    commanded_at_.reset();
    if (edge) start(car, command.since);
  }
  if (!commanded_at_) return;
  by_hand_ = by_hand_ || brake_opened_by_hand(car);
  for (int arm = 1; arm <= max_brake_arms; ++arm) {
    ArmAnswer& answer = answers_.arm[static_cast<std::size_t>(arm) - 1];
    if (answer == ArmAnswer::waiting) answer = judge(car, arm, wanted, rules, now, verdict);
  }
}

void BrakeCycle::start(const CarState& car, Moment at) {
  commanded_at_ = at;
  by_hand_ = false;
  for (int arm = 1; arm <= max_brake_arms; ++arm)
    answers_.arm[static_cast<std::size_t>(arm) - 1] =
        car.bound(brake_arm(arm)) ? ArmAnswer::waiting : ArmAnswer::not_judged;
}

ArmAnswer BrakeCycle::judge(const CarState& car, int arm, bool wanted, const Rules::Brake& rules, Moment now,
                            Verdict& verdict) const {
  const Fact released = car.is(brake_arm(arm));
  const Fact answered = wanted ? released : !released;
  const Moment limit = *commanded_at_ + (wanted ? rules.release_limit : rules.set_limit);
  if (answered.yes()) return answered.since < limit ? ArmAnswer::good : ArmAnswer::failed;
  if (now < limit) {
    verdict.look(limit);
    return ArmAnswer::waiting;
  }
  if (released.unknown()) return ArmAnswer::unread;
  const bool read_since = car.reads_every_edge(brake_arm(arm)) || released.read_at >= limit;
  return read_since ? ArmAnswer::failed : ArmAnswer::waiting;
}

BrakeCycle::Answers BrakeCycle::answers() const {
  Answers judged = answers_;
  if (by_hand_) judged.arm.fill(ArmAnswer::not_judged);
  return judged;
}

void BrakeCycle::say_why_not(EventType type, const CarState& car, Moment now, Verdict& verdict) {
  if (!commanded_at_) return;
  std::optional<HeldBack::Reason> reason;
  if (by_hand_ && answers_.any(ArmAnswer::failed))
    reason = HeldBack::Reason::mode;
  else if (!by_hand_ && answers_.any(ArmAnswer::unread))
    reason = HeldBack::Reason::unknown_input;
  why_not_.observe(type, true_since(*commanded_at_), reason, {}, now, verdict,
                   reason == HeldBack::Reason::mode ? brake_opened_because(car) : "");
}

Verdict BrakeNotReleased::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact command = car.is(Signal::brake_command);
  if (!command.yes() && !memory.counted) count_cycle(car, now, verdict);
  memory.cycle.observe(car, true, rules_, now, verdict);
  if (!memory.cycle.commanded() || !command.yes()) return verdict;
  if (memory.counted) memory.dropped = false;
  memory.counted = false;
  const BrakeCycle::Answers answers = memory.cycle.answers();
  if (answers.any(ArmAnswer::failed) && !memory.fault.open)
    memory.fault.raise(memory.cycle.commanded_at(), Confidence::certain,
                       BrakeEvidence{BrakeEvidence::Why::late, answers.failed()}, now, verdict);
  if (!memory.fault.open) memory.cycle.say_why_not(EventType::brake_not_released, car, now, verdict);
  watch_run(car, now, verdict);
  return verdict;
}

void BrakeNotReleased::watch_run(const CarState& car, Moment now, Verdict& verdict) {
  if (!car.motion().running() || !car.moving().yes()) return;
  for (int arm = 1; arm <= max_brake_arms; ++arm) {
    const Fact released = car.is(brake_arm(arm));
    if (!released.no() || released.since <= memory.cycle.commanded_at()) continue;
    if (!verdict.lasted(!released, rules_.dropped, now)) continue;
    if (brake_opened_by_hand(car)) {
      if (!memory.fault.open)
        memory.dropped_why_not.observe(EventType::brake_not_released, true_since(released.since),
                                       HeldBack::Reason::mode, {}, now, verdict, brake_opened_because(car));
      continue;
    }
    memory.dropped = true;
    if (!memory.fault.open)
      memory.fault.raise(released.since, Confidence::certain,
                         BrakeEvidence{BrakeEvidence::Why::dropped, {arm}}, now, verdict);
  }
}

void BrakeNotReleased::count_cycle(const CarState& car, Moment now, Verdict& verdict) {
  memory.counted = true;
  if (!memory.fault.open) return;
  const bool good = !memory.dropped && memory.cycle.answers().all_good(car.machine().arms_bound());
  const bool failed = memory.dropped || memory.cycle.answers().any(ArmAnswer::failed);
  if (failed) memory.good_cycles = 0;
  if (good) ++memory.good_cycles;
  memory.clear_after(rules_.clear_cycles, now, verdict);
}

Verdict BrakeNotSet::observe(const CarState& car, Moment now) {
  Verdict verdict;
  memory.cycle.observe(car, false, rules_, now, verdict);
  if (!memory.cycle.commanded() || memory.counted == memory.cycle.commanded_at()) return verdict;
  if (!memory.fault.open) memory.cycle.say_why_not(EventType::brake_not_set, car, now, verdict);
  const BrakeCycle::Answers answers = memory.cycle.answers();
  if (answers.any(ArmAnswer::failed)) {
    memory.counted = memory.cycle.commanded_at();
    memory.good_cycles = 0;
    if (!memory.fault.open)
      memory.fault.raise(memory.cycle.commanded_at(), Confidence::certain,
                         BrakeEvidence{BrakeEvidence::Why::late, answers.failed()}, now, verdict);
  } else if (answers.all_good(car.machine().arms_bound())) {
    memory.counted = memory.cycle.commanded_at();
    if (!memory.fault.open) return verdict;
    ++memory.good_cycles;
    memory.clear_after(rules_.clear_cycles, now, verdict);
  }
  return verdict;
}

}  // namespace liftbox
