#include "agent/elevator/held_back.hpp"

#include <algorithm>
#include <array>

namespace liftbox {

std::string_view name(HeldBack::Reason reason) {
  constexpr std::array<std::string_view, 5> names{"mode", "unknown_input", "filter", "latch", "swallowed"};
  return names.at(static_cast<std::size_t>(reason));
}

void HeldBackLog::add(const HeldBackNote& note) {
  auto& counts = memory.counts;
  auto count = std::find_if(counts.begin(), counts.end(), [&](const Count& one) {
    return one.type == note.what.type && one.reason == note.what.reason;
  });
  if (count == counts.end())
    count = counts.insert(counts.end(), {note.what.type, note.what.reason, 0, note.what.at});
  ++count->times;
  count->last = note.what.at;
  if (last_.size() == kept) last_.pop_front();
  last_.push_back(note);
}

}  // namespace liftbox
