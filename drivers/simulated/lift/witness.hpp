#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "drivers/simulated/lift/lift.hpp"

namespace liftbox::simulated {

/// Something that happened: a word and its details.
struct Happening {
  using Detail = std::variant<bool, std::int64_t, std::string>;
  Time at;
  std::string what;
  std::vector<std::pair<std::string, Detail>> details{};
};
using Tell = std::function<void(const Happening&)>;

/// Looks at the lift after every step and tells what happened in it: the truth, against which the records of
/// a box can be held.
class Witness {
 public:
  /// Somebody who stands this long in a shut car is trapped.
  static constexpr Time trapped_after{5000};

  Witness(const Lift& lift, Tell tell);
  void look();

 private:
  /// What it saw last.
  struct Seen {
    bool standing;
    bool rolling;
    bool door_closed;
    bool door_fully_open;
    Door::Stuck door_stuck;
    int people;
    bool alarm;
    Mode mode;
    std::uint16_t fault;
    bool mains;
    std::array<std::optional<bool>, Brake::arms> stuck_arms;
  };

  Seen see() const;
  void car(const Seen& now);
  void door(const Seen& now);
  void persons(const Seen& now);
  void trapping(const Seen& now);
  void operation(const Seen& now);
  void damage(const Seen& now);
  void tell(std::string what, std::vector<std::pair<std::string, Happening::Detail>> details = {}) const;

  const Lift& lift_;
  Tell tell_;
  Seen seen_;
  int openings_ = 0;  ///< of the door since it was shut
  std::optional<Time> shut_in_since_;
  bool trapped_ = false;
};

}  // namespace liftbox::simulated
