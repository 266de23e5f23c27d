#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// The ids of the platform's commands of the last day, so that none is carried out a second time. The newest
/// of them go with the memory, over restarts too: in the transaction of the records that a command caused.
class CommandIds {
 public:
  struct Seen {
    Moment at{};
    std::string id;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("at", at);
      visit("id", id);
    }
  };

  static constexpr Duration kept{std::chrono::hours{24}};
  static constexpr std::size_t most = 10'000;  ///< the oldest go first beyond that
  /// Of them over a restart. The memory is written with every record, so that each id costs flash; a command
  /// lives for 5 minutes, in which no platform needs more.
  static constexpr std::size_t most_saved = 64;

  /// False: it was taken before.
  bool take(const std::string& id, Moment now);
  /// To be saved, oldest first.
  std::vector<Seen> newest(Moment now) const;
  /// Those of an earlier life, oldest first.
  void take_up(const std::vector<Seen>& earlier);

 private:
  void keep(Seen seen);
  void forget_oldest();

  std::deque<Seen> seen_;  ///< oldest first
  std::set<std::string> known_;
};

}  // namespace liftbox
