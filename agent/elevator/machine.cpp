#include "agent/elevator/machine.hpp"

namespace liftbox {

bool Machine::observe(const Inputs& in, const Rules::Words& rules, Moment now) {
  arms_bound_ = 0;
  braked_.reset();
  any_arm_set_ = {};
  for (const std::optional<Fact>& released : in.released) {
    if (!released) continue;
    const Fact set = !*released;
    any_arm_set_ = braked_ ? any_arm_set_ || set : set;
    braked_ = braked_ ? *braked_ && set : set;
    ++arms_bound_;
  }
  contactor_ = in.contactor;
  next_change_ = never;
  const bool before = outlived_brake_;
  if (contactor_.no()) outlived_brake_ = false;
  if (contactor_.yes() && braked_ && braked_->yes() && contactor_.since <= braked_->since) {
    const Moment fallen = braked_->since + rules.braked;
    if (now < fallen) next_change_ = fallen;
    outlived_brake_ = outlived_brake_ || contactor_.read_at >= fallen;
  }
  return outlived_brake_ != before;
}

}  // namespace liftbox
