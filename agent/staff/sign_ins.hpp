#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// Who is signed in at this box, by the account they use, and how often a PIN was wrong. Pure.
class SignIns {
 public:
  struct Session {
    std::string work_number;
    Moment until{};
    bool with_pin = false;
  };

  void begin(uid_t account, const Session& session) { sessions_[account] = session; }
  void end(uid_t account) { sessions_.erase(account); }
  /// Nothing once it has ended.
  std::optional<Session> session(uid_t account, Moment now) const;

  /// Each wrong PIN in a row doubles the wait before the next is looked at. Those who are not known count as
  /// one, with an empty work number.
  Duration wait(const std::string& work_number, Moment now) const;
  int wrong_pin(const std::string& work_number, Moment now);  ///< how many in a row
  void right_pin(const std::string& work_number) { wrong_.erase(work_number); }

  static constexpr Duration first_wait{2'000};
  static constexpr Duration longest_wait{300'000};

 private:
  struct Wrong {
    int in_a_row = 0;
    Moment not_before{};
  };

  std::map<uid_t, Session> sessions_;
  std::map<std::string, Wrong> wrong_;
};

}  // namespace liftbox
