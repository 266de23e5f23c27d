#pragma once

#include <cstddef>
#include <vector>

#include "agent/elevator/time.hpp"

namespace liftbox::modbus {

/// Decides which block of which unit is asked next. The one that is late by most of its own interval goes
/// first. A unit that does not answer at all is asked for one block only, ever more rarely while others want
/// the bus, and for all of its blocks at once after its first answer. Pure: time is an argument.
class Schedule {
 public:
  /// How a turn ended.
  enum class End {
    answered,
    refused,  ///< for good: the unit does not have these registers
    damaged,  ///< it spoke, but wrongly
    silent,
  };
  struct Turn {
    std::size_t block = 0;
    Moment at = never;  ///< never, if there is no block
  };

  /// Returns the block's number.
  std::size_t add(std::size_t unit, Duration interval, Moment now);

  Turn next(Moment now) const;
  /// Returns the blocks that have thereby become bad: their values are not known any more. One damaged answer
  /// or one silence does not do that; they are asked for again.
  std::vector<std::size_t> ended(std::size_t block, End end, Moment now);
  /// The line is gone: all become bad, and are due as soon as it is back.
  std::vector<std::size_t> lost(Moment now);
  /// The block is asked for no more: others have taken its place.
  void retire(std::size_t block);

  bool bad(std::size_t block) const { return blocks_[block].bad; }
  bool silent(std::size_t unit) const { return units_[unit].silent; }

 private:
  struct Standing {
    std::size_t unit = 0;
    Duration interval{};
    Moment due{};
    int failures = 0;  ///< in a row
    int silences = 0;  ///< in a row
    bool bad = false;
    bool retired = false;
    Duration pause{};  ///< until it is tried again, when it is silent or refused
  };
  struct Unit {
    int silences = 0;  ///< in a row, over all its blocks
    bool silent = false;
    Duration pause{};
    Moment probe_at{};
    std::size_t probe = 0;  ///< the block that is asked for
  };

  double lateness(const Standing& block, Moment now) const;
  std::vector<std::size_t> fell_silent(std::size_t block, Moment now);
  std::vector<std::size_t> make_bad(std::size_t block);
  void wake(std::size_t unit, Moment now);
  std::size_t next_of(std::size_t unit, std::size_t block) const;
  bool alone(std::size_t unit) const;
  bool all_bad(std::size_t unit) const;

  std::vector<Standing> blocks_;
  std::vector<Unit> units_;
};

}  // namespace liftbox::modbus
