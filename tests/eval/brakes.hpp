#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include "tests/eval/arm_times.hpp"
#include "tests/eval/campaigns.hpp"

namespace liftbox::eval {

/// Brakes that degrade, watched until they reach the hard limit, and when that was warned of.
struct BrakeLives {
  std::int64_t lifts = 0;
  std::int64_t reached = 0;  ///< the hard limit; the others were given up after 150 days
  std::int64_t warned = 0;   ///< of those, before
  std::int64_t others_warned = 0;
  std::int64_t early = 0;                   ///< warned of before there was anything to warn of
  std::vector<std::int32_t> cycles_before;  ///< from the warning to the limit
  Score times;                              ///< of what is said of too slow and unequal arms

  void add(const BrakeLives& other);
};

/// `kind`: Incident::brake_wears or brake_sticks, after some weeks of a healthy brake.
BrakeLives degrading_brakes(worn::Incident kind, int lifts, Seeds seeds, unsigned cores,
                            std::ostream& progress);

/// Lifts of which only the brake is wired, so that years are short; nothing happens to their brakes but
/// noise.
Campaign healthy_brakes(int lifts, int days, Seeds seeds);

/// The hard limit, stated a second time: an arm needs longer than 500 ms to set, or 800 ms to release, in 3
/// of 10 cycles.
class HardLimit {
 public:
  void hear(const Reading& reading);
  std::int32_t cycles() const { return times_.cycles(); }
  bool reached() const { return reached_; }

 private:
  struct Times {
    std::vector<bool> slow;  ///< of the last ten
    void add(bool is_slow);
    bool too_many() const;
  };
  struct Arm {
    Times release, set;
  };
  void judge(const ArmTime& time);

  ArmTimes times_;
  bool reached_ = false;
  std::array<Arm, 2> arms_;
};

}  // namespace liftbox::eval
