#include "tests/eval/campaign.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tests/eval/cores.hpp"
#include "tests/eval/dues_brake_times.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

constexpr std::size_t failures_kept = 5000;  // of a core

void watch_one(const Campaign& campaign, std::uint64_t seed, Result& result) {
  const Job job = campaign.job(seed);
  Watch watch{job};
  ArmTimes brake;
  watch.on_readings = [&](const std::vector<Reading>& readings) {
    for (const Reading& reading : readings) brake.hear(reading);
  };
  watch.run_all();
  Score& score = result.score;
  ++score.lifts;
  score.watched += Duration{24h} * job.setup.days;
  score.readings += watch.readings();
  const std::vector<worn::Truth>& truths = watch.truths();
  const Sight sight{job.setup.wiring, truths};
  std::vector<Due> dues = campaign.dues(job, truths);
  const std::vector<Due> of_times = brake_time_dues(job.setup, truths, brake.times());
  dues.insert(dues.end(), of_times.begin(), of_times.end());
  for (Mistake& mistake : score.judge(dues, watch.heard())) {
    mistake.lies = sight.lies_at(mistake.at);
    if (mistake.what == Mistake::What::wrong) ++score.types[mistake.type].wrong_by_lies[mistake.lies];
    if (result.failures.size() < failures_kept) result.failures.push_back({job, std::move(mistake)});
  }
}

}  // namespace

void Result::add(Result&& other) {
  score.add(other.score);
  std::move(other.failures.begin(), other.failures.end(), std::back_inserter(failures));
}

Result run(const Campaign& campaign, unsigned cores, std::ostream& progress) {
  std::vector<Result> results(std::max(cores, 1U));
  on_all_cores(campaign.name, campaign.lifts, cores, progress, [&](std::size_t core, int lift) {
    watch_one(campaign, campaign.first_seed + static_cast<std::uint64_t>(lift), results[core]);
  });
  Result all;
  for (Result& result : results) all.add(std::move(result));
  std::sort(all.failures.begin(), all.failures.end(), [](const Failure& a, const Failure& b) {
    return std::pair{a.job.seed, a.mistake.at} < std::pair{b.job.seed, b.mistake.at};
  });
  return all;
}

}  // namespace liftbox::eval
