#include "agent/elevator/held_back.hpp"

#include <algorithm>
#include <array>

namespace liftbox {

std::string_view name(HeldBack::Reason reason) {
  constexpr std::array<std::string_view, 5> names{"mode", "unknown_input", "filter", "latch", "swallowed"};
  return names.at(static_cast<std::size_t>(reason));
}

Event event_of(const HeldBackNote& note) {
  const HeldBack& held = note.what;
  return {.type = EventType::held_back,
          .phase = Phase::noted,
          .at = held.at,
          .since = held.since,
          .confidence = Confidence::certain,
          .subject = held.subject,
          .evidence = HeldBackEvidence{held.type, name(held.reason), held.by, note.number}};
}

void HeldBackLog::add(HeldBackNote& note) {
  Count& count = count_of(note.what);
  ++count.times;
  count.last = note.what.at;
  note.number = ++memory.all;
  note.to_record = !count.recorded || note.what.at - *count.recorded >= recorded_again;
  if (note.to_record) count.recorded = note.what.at;
  make_room_for(note.what);
  last_.push_back(note);
}

HeldBackLog::Count& HeldBackLog::count_of(const HeldBack& what) {
  auto& counts = memory.counts;
  const auto count = std::find_if(counts.begin(), counts.end(), [&](const Count& one) {
    return one.type == what.type && one.reason == what.reason;
  });
  if (count != counts.end()) return *count;
  return counts.emplace_back(Count{what.type, what.reason, 0, what.at});
}

void HeldBackLog::make_room_for(const HeldBack& what) {
  const auto is_such = [&](const HeldBackNote& note) {
    return note.what.type == what.type && note.what.reason == what.reason;
  };
  const auto such = std::count_if(last_.begin(), last_.end(), is_such);
  if (such >= static_cast<std::ptrdiff_t>(kept_of_each))
    last_.erase(std::find_if(last_.begin(), last_.end(), is_such));
  else if (last_.size() == kept)
    last_.pop_front();
}

}  // namespace liftbox
