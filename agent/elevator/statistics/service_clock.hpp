#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"
#include "agent/elevator/statistics/counts.hpp"

namespace liftbox {

/// An incident after which nobody is carried until it is over.
bool stops_service(EventType type);

/// Counts incidents and how rescues went, and how long the lift was there for its passengers.
class ServiceClock {
 public:
  struct Open {
    EventType type = EventType::entrapment;
    std::string subject;
    bool operator==(const Open&) const = default;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("type", type);
      visit("subject", subject);
    }
  };
  struct Memory {
    std::vector<Open> open;  ///< incidents that were counted and are not over
    std::optional<Moment> last_entrapment;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("open", open);
      visit("last_entrapment", last_entrapment);
    }
  };

  explicit ServiceClock(const Rules::Rescue& rules) : rules_{rules} {}
  void change(const Rules::Rescue& rules) { rules_ = rules; }

  /// The time since the last look passed in the state that was found then.
  void pass(Moment now, Counts& into);
  void hear(const Event& event, Counts& into);
  void observe(const CarState& car);

  Memory memory;

 private:
  void count_entrapment(Moment at, Counts& into);

  Rules::Rescue rules_;
  std::optional<Moment> passed_until_;
  Counter mode_ = Counter::mode_unknown_ms;
  Counter service_ = Counter::unknown_ms;
};

}  // namespace liftbox
