#include "agent/staff/sign_ins.hpp"

#include <algorithm>

namespace liftbox {

std::optional<SignIns::Session> SignIns::session(uid_t account, Moment now) const {
  const auto found = sessions_.find(account);
  if (found == sessions_.end() || found->second.until <= now) return std::nullopt;
  return found->second;
}

Duration SignIns::wait(const std::string& work_number, Moment now) const {
  const auto found = wrong_.find(work_number);
  return found == wrong_.end() ? Duration{} : std::max(Duration{}, found->second.not_before - now);
}

int SignIns::wrong_pin(const std::string& work_number, Moment now) {
  Wrong& wrong = wrong_[work_number];
  Duration wait = first_wait;
  for (int i = 0; i < wrong.in_a_row && wait < longest_wait; ++i) wait *= 2;
  wrong.not_before = now + std::min(wait, longest_wait);
  return ++wrong.in_a_row;
}

}  // namespace liftbox
