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
  const bool before = memory.outlived_brake;
  if (contactor_.no()) memory.outlived_brake = false;
  if (contactor_.yes() && braked_ && braked_->yes() && contactor_.since <= braked_->since) {
    const Moment fallen = braked_->since + rules.braked;
    if (now < fallen) next_change_ = fallen;
    memory.outlived_brake = memory.outlived_brake || contactor_.read_at >= fallen;
  }
  return memory.outlived_brake != before;
}

}  // namespace liftbox
