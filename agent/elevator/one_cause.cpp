#include "agent/elevator/one_cause.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace liftbox {
namespace {

struct Swallowing {
  EventType swallower;
  EventType swallowed;
};
constexpr std::array swallowings{
    Swallowing{EventType::unintended_movement, EventType::door_open_while_moving},
    Swallowing{EventType::safety_chain_open, EventType::restart_prevented},
    Swallowing{EventType::brake_not_released, EventType::brake_drag},
    Swallowing{EventType::brake_not_set, EventType::brake_slip},
};

bool is_of_fault(const Event& event) {
  return event.type != EventType::entrapment &&
         (event.phase == Phase::raised || event.phase == Phase::confirmed || event.phase == Phase::cleared);
}

}  // namespace

std::vector<Event> OneCause::sift(std::vector<Event> said,
                                  const std::function<bool(EventType)>& tells_what_lasts, Moment now) {
  for (const Event& event : said)
    if (is_of_fault(event)) count(event);
  std::vector<Event> told;
  for (Event& event : said)
    if (!is_of_fault(event) || is_news(event, now)) told.push_back(std::move(event));
  change_what_is_told(told, tells_what_lasts, now);
  return told;
}

bool OneCause::holds_back() const {
  return std::any_of(memory.seen.begin(), memory.seen.end(), [](const Seen& seen) { return !seen.told; });
}

std::vector<HeldBack> OneCause::held_back() {
  return std::exchange(held_back_, {});
}

std::vector<EventType> OneCause::open() const {
  std::vector<EventType> types;
  for (const Seen& seen : memory.seen)
    if (seen.told) types.push_back(seen.first.type);
  return types;
}

OneCause::Seen* OneCause::find(const Event& event) {
  const auto found = std::find_if(memory.seen.begin(), memory.seen.end(), [&](const Seen& seen) {
    return seen.first.type == event.type && seen.first.subject == event.subject;
  });
  return found == memory.seen.end() ? nullptr : &*found;
}

void OneCause::count(const Event& event) {
  Seen* seen = find(event);
  if (event.phase == Phase::raised) {
    if (seen == nullptr) seen = &memory.seen.emplace_back(Seen{event, 0, false});
    ++seen->by;
  }
  if (seen != nullptr && event.phase == Phase::cleared) --seen->by;
}

/// May make one event of another: what is seen as possible and then by a second detector grows certain.
bool OneCause::is_news(Event& event, Moment now) {
  Seen* const seen = find(event);
  if (seen == nullptr) return event.phase == Phase::cleared;  // raised before memory was kept
  if (event.phase == Phase::cleared) {
    if (seen->by > 0) return false;
    const bool told = seen->told;
    memory.seen.erase(memory.seen.begin() + (seen - memory.seen.data()));
    return told;
  }
  const bool grows_certain =
      seen->first.confidence == Confidence::possible && event.confidence == Confidence::certain;
  if (grows_certain) seen->first.confidence = Confidence::certain;
  if (seen->told) {
    event.phase = Phase::confirmed;
    return grows_certain;
  }
  if (event.phase != Phase::raised) return false;
  if (const Seen* const swallower = swallower_of(event.type)) {
    if (seen->by == 1)
      held_back_.push_back({event.type, HeldBack::Reason::swallowed, now, event.since, event.subject,
                            std::string{name(swallower->first.type)}});
    return false;
  }
  seen->told = true;
  return true;
}

const OneCause::Seen* OneCause::swallower_of(EventType type) const {
  for (const Swallowing& pair : swallowings) {
    if (pair.swallowed != type) continue;
    for (const Seen& seen : memory.seen)
      if (seen.first.type == pair.swallower && seen.by > 0) return &seen;
  }
  return nullptr;
}

/// A swallower that comes later ends what was told before it; one that is over leaves what still lasts.
void OneCause::change_what_is_told(std::vector<Event>& told,
                                   const std::function<bool(EventType)>& tells_what_lasts, Moment now) {
  for (Seen& seen : memory.seen) {
    const Seen* const swallower = swallower_of(seen.first.type);
    if (seen.told == (swallower == nullptr)) continue;
    if (!seen.told && !tells_what_lasts(seen.first.type)) continue;
    Event event = seen.first;
    event.at = now;
    if (swallower != nullptr) {
      event.phase = Phase::cleared;
      event.evidence = SwallowedEvidence{swallower->first.type};
    } else {
      event.phase = Phase::raised;
    }
    seen.told = !seen.told;
    told.push_back(std::move(event));
  }
}

}  // namespace liftbox
