#pragma once

#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// Where the diary goes on while the disk cannot take it: in memory, in an epoch of its own. Both calls block
/// and are made on the store's Worker.
class Refuge {
 public:
  virtual ~Refuge() = default;
  /// From now on the store keeps what it is given, of this epoch, in memory. What waits on the disk goes
  /// along, as far as it can be read. Throws nothing.
  virtual void take_refuge(const std::string& epoch) = 0;
  /// Writes to the disk what memory holds, and goes on there. Returns what became of a damaged file; empty:
  /// there was none. Throws StoreError while it still cannot.
  virtual std::string leave_refuge(Moment now) = 0;
};

}  // namespace liftbox
