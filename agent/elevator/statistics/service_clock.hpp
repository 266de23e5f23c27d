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
    std::optional<Moment> passed_until;
    Counter mode = Counter::mode_unknown_ms;
    Counter service = Counter::unknown_ms;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("open", open);
      visit("last_entrapment", last_entrapment);
      visit("passed_until", passed_until);
      visit("mode", mode);
      visit("service", service);
    }
  };

  explicit ServiceClock(const Rules::Rescue& rules) : rules_{rules} {}
  void change(const Rules::Rescue& rules) { rules_ = rules; }

  /// Until the next look nobody watches.
  void pause() { memory.passed_until.reset(); }
  /// The time since the last look passed in the state that was found then.
  void pass(Moment now, Counts& into);
  void hear(const Event& event, Counts& into);
  void observe(const CarState& car);

  Memory memory;

 private:
  void count_entrapment(Moment at, Counts& into);

  Rules::Rescue rules_;
};

}  // namespace liftbox
