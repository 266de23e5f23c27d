#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocols/modbus/frame.hpp"

namespace liftbox::modbus {

/// Reading across so many registers that nobody asked for costs less than a second request; more are not
/// risked, for some controllers refuse a block with a hole in it.
inline constexpr int max_gap = 4;

/// Neighbouring registers that are read with one request.
struct Block {
  ReadRequest request;
  Duration interval{};               ///< the smallest of its entries
  std::vector<std::size_t> entries;  ///< indices into the register map
};

std::vector<Block> plan_blocks(std::span<const RegisterEntry> entries);

/// When each block is to be read next. The most overdue goes first.
class Schedule {
 public:
  Schedule() = default;
  Schedule(std::span<const Block> blocks, Moment start);

  std::size_t most_overdue() const;  ///< of at least one block
  Moment due(std::size_t block) const { return due_[block]; }
  Moment next() const;  ///< never, if there is no block
  /// The block has had its turn: again after its interval, missed turns are not made up for.
  void done(std::size_t block, Moment now);

 private:
  std::vector<Duration> intervals_;
  std::vector<Moment> due_;
};

}  // namespace liftbox::modbus
