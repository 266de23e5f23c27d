#include "tests/eval/campaign.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>
#include <ostream>
#include <thread>

namespace liftbox::eval {
namespace {

constexpr std::size_t failures_kept = 200;

void watch_one(const Campaign& campaign, std::uint64_t seed, Result& result) {
  const Job job = campaign.job(seed);
  Watch watch{job};
  watch.run_all();
  Score& score = result.score;
  ++score.lifts;
  score.watched += Duration{24h} * job.setup.days;
  score.readings += watch.readings();
  for (const Mistake& mistake : score.judge(campaign.dues(job, watch.truths()), watch.heard()))
    if (result.failures.size() < failures_kept) result.failures.push_back({job, mistake});
}

/// "figures, lifts: 120 of 400, 3 mistakes, 4 min left".
class Progress {
 public:
  Progress(const Campaign& campaign, std::ostream& out) : campaign_{campaign}, out_{out} {}

  void show(int done, std::size_t mistakes) {
    using std::chrono::steady_clock;
    const auto now = steady_clock::now();
    if (now - shown_ < std::chrono::seconds{2} && done < campaign_.lifts) return;
    shown_ = now;
    const auto spent = std::chrono::duration_cast<std::chrono::seconds>(now - began_).count();
    const auto left = spent * (campaign_.lifts - done) / std::max(done, 1);
    out_ << "\r\033[K" << campaign_.name << ": " << done << " of " << campaign_.lifts << ", " << mistakes
         << " mistakes here, " << left / 60 << " min " << left % 60 << " s left" << std::flush;
    if (done >= campaign_.lifts) out_ << std::endl;
  }

 private:
  const Campaign& campaign_;
  std::ostream& out_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = began_;
};

}  // namespace

void Result::add(Result&& other) {
  score.add(other.score);
  std::move(other.failures.begin(), other.failures.end(), std::back_inserter(failures));
}

Result run(const Campaign& campaign, unsigned cores, std::ostream& progress) {
  std::atomic<int> next{0};
  std::atomic<int> done{0};
  Progress shown{campaign, progress};
  std::vector<Result> results(std::max(cores, 1U));
  const auto work = [&](std::size_t place) {
    for (int lift = next++; lift < campaign.lifts; lift = next++) {
      watch_one(campaign, campaign.first_seed + static_cast<std::uint64_t>(lift), results[place]);
      ++done;
      if (place == 0) shown.show(done, results[0].failures.size());
    }
  };
  std::vector<std::thread> others;
  for (std::size_t place = 1; place < results.size(); ++place) others.emplace_back(work, place);
  work(0);
  for (std::thread& other : others) other.join();
  Result all;
  for (Result& result : results) all.add(std::move(result));
  std::sort(all.failures.begin(), all.failures.end(), [](const Failure& a, const Failure& b) {
    return std::pair{a.job.seed, a.mistake.at} < std::pair{b.job.seed, b.mistake.at};
  });
  shown.show(campaign.lifts, all.failures.size());
  return all;
}

}  // namespace liftbox::eval
