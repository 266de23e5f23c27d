#pragma once

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {

/// Of a box that has written nothing.
inline Journal journal() {
  return Journal{{"box", ""}, {}, {}};
}

inline std::string saved(Bench& lift, const MemoryAnchor& anchor) {
  return save_memory(lift.lift, journal(), anchor);
}

}  // namespace liftbox::test
