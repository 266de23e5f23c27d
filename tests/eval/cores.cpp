#include "tests/eval/cores.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ostream>
#include <thread>
#include <vector>

namespace liftbox::eval {
namespace {

/// "lives: 120 of 400, 4 min 10 s left".
class Progress {
 public:
  Progress(const std::string& name, int lifts, std::ostream& out) : name_{name}, lifts_{lifts}, out_{out} {}

  void show(int done) {
    using std::chrono::steady_clock;
    const auto now = steady_clock::now();
    if (now - shown_ < std::chrono::seconds{2} && done < lifts_) return;
    shown_ = now;
    const auto spent = std::chrono::duration_cast<std::chrono::seconds>(now - began_).count();
    const auto left = spent * (lifts_ - done) / std::max(done, 1);
    out_ << "\r\033[K" << name_ << ": " << done << " of " << lifts_ << ", " << left / 60 << " min "
         << left % 60 << " s left" << std::flush;
    if (done >= lifts_) out_ << std::endl;
  }

 private:
  const std::string& name_;
  int lifts_;
  std::ostream& out_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = began_;
};

}  // namespace

void on_all_cores(const std::string& name, int lifts, unsigned cores, std::ostream& progress,
                  const std::function<void(std::size_t core, int lift)>& one) {
  std::atomic<int> next{0};
  std::atomic<int> done{0};
  Progress shown{name, lifts, progress};
  const auto work = [&](std::size_t core) {
    for (int lift = next++; lift < lifts; lift = next++) {
      one(core, lift);
      ++done;
      if (core == 0) shown.show(std::min(done.load(), lifts - 1));
    }
  };
  std::vector<std::thread> others;
  for (std::size_t core = 1; core < std::max(cores, 1U); ++core) others.emplace_back(work, core);
  work(0);
  for (std::thread& other : others) other.join();
  shown.show(lifts);
}

}  // namespace liftbox::eval
