#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox {

/// "Why not": a rule would have raised at this moment had nothing held it back. Said once for each
/// occurrence.
struct HeldBack {
  enum class Reason : std::uint8_t {
    mode,           ///< not armed in this service mode
    unknown_input,  ///< what is known speaks for it, the rest does not deliver
    filter,         ///< what else is known explains it: a press at an open door, a closed chain
    latch,          ///< the car counts as empty
    swallowed,      ///< another open incident explains it
  };

  EventType type{};
  Reason reason{};
  Moment at{};
  Moment since{};  ///< when what would have raised it began
  std::string subject;
  std::string by;  ///< the mode, the inputs, the kind of press, the other incident
};

std::string_view name(HeldBack::Reason reason);

/// What was held back, and the lift as it was then.
struct HeldBackNote {
  HeldBack what;
  std::vector<SignalState> snapshot;
  std::int64_t number = 0;  ///< counted since the box was installed
  bool to_record = false;   ///< the first of its rule and reason for a day
};

/// As a record says it.
Event event_of(const HeldBackNote& note);

/// Counts what was held back, by rule and reason, and keeps the last ones to be looked at. A rule that is
/// held back at every landing leaves room for the others, and is told to the platform once a day: the counts
/// are in the statistics.
class HeldBackLog {
 public:
  static constexpr std::size_t kept = 100;
  static constexpr std::size_t kept_of_each = 10;
  static constexpr Duration recorded_again{std::chrono::hours{24}};

  struct Count {
    EventType type{};
    HeldBack::Reason reason{};
    std::int64_t times = 0;
    Moment last{};
    std::optional<Moment> recorded{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("type", type);
      visit("reason", reason);
      visit("times", times);
      visit("last", last);
      visit("recorded", recorded);
    }
  };
  /// The notes do not survive a restart.
  struct Memory {
    std::vector<Count> counts;
    std::int64_t all = 0;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("counts", counts);
      visit("all", all);
    }
  };

  /// Numbers it, and decides whether it is to be recorded.
  void add(HeldBackNote& note);
  const std::deque<HeldBackNote>& last() const { return last_; }  ///< oldest first

  Memory memory;

 private:
  Count& count_of(const HeldBack& what);
  void make_room_for(const HeldBack& what);

  std::deque<HeldBackNote> last_;
};

}  // namespace liftbox
