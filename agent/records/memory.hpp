#pragma once

#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

class Journal;
class Lift;

/// When and in which boot a memory was written: monotonic time starts anew with each boot.
struct MemoryAnchor {
  std::string boot;
  Moment now{};
  std::int64_t wall_ms = 0;
  bool wall_set = false;  ///< the wall clock could be believed
};

/// The memory of detection and of the journal as JSON, for the store.
std::string save_memory(Lift& lift, const Journal& journal, const MemoryAnchor& at);

/// Takes up what was saved. After another boot all moments are moved so that the time between counts; where a
/// clock was not set then or is not now, the time in between counts as nothing. Throws std::runtime_error if
/// the text is not such a memory; then nothing is taken up.
///
/// After a restart: what the sources told before it is not known any more.
void restore_memory(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now);
/// As if nothing had been between.
void read_memory(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now);

}  // namespace liftbox
