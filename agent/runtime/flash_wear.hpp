#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// How much the box writes to its flash in a day, which is what wears it out. Pure; time is an argument.
class FlashWear {
 public:
  /// `bytes`: written since the program began, about once a minute. Returns true, once a day, when more than
  /// the budget is written in a day.
  bool measured(std::uint64_t bytes, Moment now, std::uint64_t budget);
  /// In the last 24 h; before that, what it comes to at the pace so far; nothing in the first hour.
  std::optional<std::uint64_t> a_day() const;

 private:
  struct Measured {
    Moment at;
    std::uint64_t bytes;
  };
  std::deque<Measured> hours_;  ///< one an hour, a day back
  Measured latest_{};
  Moment told_at_ = long_ago;
};

}  // namespace liftbox
