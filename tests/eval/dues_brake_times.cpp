#include "tests/eval/dues_brake_times.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "tests/eval/facts.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Is = worn::Signal;

constexpr Duration slow_release = 800ms;
constexpr Duration slow_set = 500ms;
constexpr Duration asymmetry = 150ms;
constexpr Duration no_answer = 1s;  ///< then it is another fault
constexpr std::size_t window = 10;
constexpr int too_many = 3;
constexpr int over_after = 50;  ///< good cycles

/// One cycle as it counts for one of the two.
struct Cycle {
  Moment at{};
  Moment known{};  ///< that it was bad, at the earliest
  bool bad = false;
  bool sure = true;
};

/// Three bad cycles of ten, of one way of the brake.
class Window {
 public:
  void add(const Cycle& cycle) {
    last_.push_back(cycle);
    if (last_.size() > window) last_.pop_front();
    if (cycle.bad) good_ = 0;
    if (!cycle.bad && cycle.sure) ++good_;
  }
  int bad() const {
    return static_cast<int>(std::count_if(last_.begin(), last_.end(), [](const Cycle& c) { return c.bad; }));
  }
  bool sure() const {
    return std::all_of(last_.begin(), last_.end(), [](const Cycle& c) { return c.sure; });
  }
  int good() const { return good_; }

 private:
  std::deque<Cycle> last_;
  int good_ = over_after;
};

/// One incident: it is raised by either way, and over when both have been good for long.
class TooOften {
 public:
  explicit TooOften(EventType type) : type_{type} {}

  void add(bool release, const Cycle& cycle, std::vector<Due>& dues) {
    Window& of = ways_.at(release ? 1 : 0);
    of.add(cycle);
    if (std::all_of(ways_.begin(), ways_.end(), [](const Window& w) { return w.good() >= over_after; }))
      open_ = false;
    if (!cycle.bad || ways_[0].bad() + ways_[1].bad() < too_many) return;
    const bool must = !open_ && of.bad() >= too_many && of.sure();
    open_ = true;
    dues.push_back({.type = type_,
                    .kind = "",
                    .from = cycle.known,
                    .at = must ? cycle.at : never,
                    .until = cycle.at,
                    .soonest = cycle.known});
  }

 private:
  EventType type_;
  bool open_ = false;  ///< or may be
  std::array<Window, 2> ways_;
};

class Brake {
 public:
  Brake(const worn::Setup& setup, const std::vector<worn::Truth>& truths) : sight_{setup.wiring, truths} {
    for (const worn::Truth& truth : truths)
      if (truth.kind == "inspection" || truth.kind == "mains_lost")
        by_hand_.add(at(truth.from_ms) - 5s, at(truth.upto_ms) + 5s);
  }

  void add(const ArmTime& one, std::vector<Due>& dues) {
    const Duration limit = one.release ? slow_release : slow_set;
    if (!one.followed && one.time() <= limit) return;
    const bool sure = is_sure(one);
    slow_.at(one.arm).add(one.release, {one.answered, one.commanded + limit, one.time() > limit, sure}, dues);
    ArmTime& other = last_.at(1 - one.arm);
    if (one.followed && other.followed && other.commanded == one.commanded && other.release == one.release) {
      const Duration apart = one.answered - other.answered;
      unequal_.add(one.release, {one.answered, one.answered, apart > asymmetry, sure}, dues);
    }
    last_.at(one.arm) = one;
  }

 private:
  bool is_sure(const ArmTime& one) const {
    return one.followed && one.time() < no_answer && !by_hand_.touch(one.commanded, one.answered) &&
           sight_.clear(one.commanded, one.answered,
                        {Is::brake_command, Is::brake_1_released, Is::brake_2_released});
  }

  Sight sight_;
  Spans by_hand_;
  std::array<TooOften, 2> slow_{TooOften{EventType::brake_slow}, TooOften{EventType::brake_slow}};
  TooOften unequal_{EventType::brake_asymmetry};
  std::array<ArmTime, 2> last_{};
};

}  // namespace

std::vector<Due> brake_time_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths,
                                 const std::vector<ArmTime>& times) {
  std::vector<Due> dues;
  Brake brake{setup, truths};
  for (const ArmTime& one : times) brake.add(one, dues);
  return dues;
}

}  // namespace liftbox::eval
