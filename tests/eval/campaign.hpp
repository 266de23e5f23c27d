#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tests/eval/score.hpp"
#include "tests/eval/watch.hpp"

namespace liftbox::eval {

/// Many lifts of one sort, each with a seed of its own.
struct Campaign {
  std::string name;
  int lifts = 0;
  std::uint64_t first_seed = 0;
  std::function<Job(std::uint64_t seed)> job;
  /// What had to be said of a lift, from what really happened.
  std::function<std::vector<Due>(const Job& job, const std::vector<worn::Truth>& truths)> dues;
};

struct Failure {
  Job job;
  Mistake mistake;
};

struct Result {
  Score score;
  std::vector<Failure> failures;  ///< the first ones, by seed

  void add(Result&& other);
};

/// Watches all lifts on all cores: each thread has its own lifts and its own
/// score. Tells how far it is.
Result run(const Campaign& campaign, unsigned cores, std::ostream& progress);

}  // namespace liftbox::eval
