#include "tests/eval/brakes.hpp"

#include <algorithm>
#include <iterator>
#include <random>

#include "tests/eval/cores.hpp"
#include "tests/eval/dues.hpp"
#include "tests/eval/dues_brake_times.hpp"

namespace liftbox::eval {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr int most_days = 150;  ///< `brake_wears` and `brake_sticks` are taken apart then

worn::Setup brake_alone(std::mt19937_64& random) {
  worn::Setup setup;
  setup.building = any_building(random);
  setup.wiring.fill(worn::Arrival::unwired);
  for (const worn::Signal signal : {worn::Signal::brake_command, worn::Signal::brake_1_released,
                                    worn::Signal::brake_2_released, worn::Signal::mains_power})
    setup.wiring.at(worn::index(signal)) = worn::Arrival::edge;
  return setup;
}

/// Of what was said, that an arm is too slow, or the two are not at one.
void judge_times(const Watch& watch, const Job& job, const ArmTimes& times, Score& score) {
  std::vector<Heard> heard;
  std::copy_if(watch.heard().begin(), watch.heard().end(), std::back_inserter(heard), [](const Heard& one) {
    return one.type == EventType::brake_slow || one.type == EventType::brake_asymmetry;
  });
  score.judge(brake_time_dues(job.setup, watch.truths(), times.times()), heard);
  score.watched += watch.watched();
  ++score.lifts;
}

/// One lift, a day at a time, until its brake is at the limit.
void live(worn::Incident kind, std::uint64_t seed, BrakeLives& lives) {
  std::mt19937_64 random{seed};
  Job job{brake_alone(random), seed};
  const std::int64_t healthy_days = std::uniform_int_distribution{10, 60}(random);
  job.setup.days = healthy_days + most_days;
  job.setup.at.emplace_back(healthy_days * day_ms, kind);
  Watch watch{job};
  HardLimit limit;
  ArmTimes times;
  std::optional<std::int32_t> warned;
  std::int32_t healthy_cycles = 0;
  watch.on_readings = [&](const std::vector<Reading>& readings) {
    for (const Reading& reading : readings) {
      times.hear(reading);
      if (limit.reached()) continue;
      limit.hear(reading);
      if (reading.at < Moment{Duration{healthy_days * day_ms}}) healthy_cycles = limit.cycles();
    }
  };
  Moment said = never;
  watch.on_said = [&](const Occurrence& occurrence) {
    if (occurrence.event.type == EventType::brake_degrading && occurrence.event.phase == Phase::raised)
      said = std::min(said, occurrence.event.at);
  };
  for (std::int64_t day = 1; day <= job.setup.days && !limit.reached(); ++day) {
    watch.run(Moment{Duration{day * day_ms}});
    if (said != never && !warned) warned = limit.cycles();
  }
  judge_times(watch, job, times, lives.times);
  ++lives.lifts;
  lives.reached += limit.reached() ? 1 : 0;
  if (warned && said < Moment{Duration{healthy_days * day_ms}}) ++lives.early;
  if (!limit.reached()) {
    lives.others_warned += warned ? 1 : 0;
    return;
  }
  // The day's end is taken for the warning's moment: a warning of the very day of the limit does not count.
  if (!warned || *warned >= limit.cycles()) return;
  ++lives.warned;
  lives.cycles_before.push_back(limit.cycles() - std::max(*warned, healthy_cycles));
}

}  // namespace

void HardLimit::Times::add(bool is_slow) {
  constexpr std::size_t window = 10;
  slow.push_back(is_slow);
  if (slow.size() > window) slow.erase(slow.begin());
}

bool HardLimit::Times::too_many() const {
  return std::count(slow.begin(), slow.end(), true) >= 3;
}

void HardLimit::hear(const Reading& reading) {
  const std::size_t before = times_.times().size();
  times_.hear(reading);
  for (std::size_t i = before; i < times_.times().size(); ++i) judge(times_.times()[i]);
}

void HardLimit::judge(const ArmTime& time) {
  constexpr Duration slow_set{500};
  constexpr Duration slow_release{800};
  if (!time.followed) return;
  Arm& arm = arms_.at(time.arm);
  Times& times = time.release ? arm.release : arm.set;
  times.add(time.time() > (time.release ? slow_release : slow_set));
  reached_ = reached_ || times.too_many();
}

void BrakeLives::add(const BrakeLives& other) {
  lifts += other.lifts;
  reached += other.reached;
  warned += other.warned;
  others_warned += other.others_warned;
  early += other.early;
  cycles_before.insert(cycles_before.end(), other.cycles_before.begin(), other.cycles_before.end());
  times.add(other.times);
}

BrakeLives degrading_brakes(worn::Incident kind, int lifts, Seeds seeds, unsigned cores,
                            std::ostream& progress) {
  std::vector<BrakeLives> parts(std::max(cores, 1U));
  on_all_cores(kind == worn::Incident::brake_wears ? "brakes that wear" : "brakes that stick", lifts, cores,
               progress, [&](std::size_t core, int lift) {
                 live(kind, first_seed(seeds) + static_cast<std::uint64_t>(lift), parts[core]);
               });
  BrakeLives all;
  for (const BrakeLives& part : parts) all.add(part);
  return all;
}

Campaign healthy_brakes(int lifts, int days, Seeds seeds) {
  const auto of_seed = [days](std::uint64_t seed) {
    std::mt19937_64 random{seed};
    Job job{brake_alone(random), seed};
    job.setup.days = days;
    return job;
  };
  const auto nothing_due = [](const Job&, const std::vector<worn::Truth>&) { return std::vector<Due>{}; };
  return {"healthy brakes", lifts, first_seed(seeds), of_seed, nothing_due};
}

}  // namespace liftbox::eval
