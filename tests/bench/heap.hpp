#pragma once

#include <cstdint>

namespace liftbox::test {

/// What this program has asked of the heap, by `operator new`.
struct Heap {
  std::int64_t allocations = 0;
  std::int64_t bytes = 0;  ///< not given back

  static Heap now();
};

}  // namespace liftbox::test
