#pragma once

#include <span>
#include <vector>

#include "protocols/modbus/frame.hpp"

namespace liftbox::modbus {

/// Neighbouring registers of one unit that are read with one request.
struct Block {
  ReadRequest request;
  Duration interval{};               ///< the smallest of its entries
  std::vector<std::size_t> entries;  ///< indices into the unit's registers
};

/// The cheapest set of requests: of all ways to cut the sorted registers into blocks, the one that keeps the
/// bus busy for the smallest part of the time.
std::vector<Block> plan_blocks(const Unit& unit);

/// The pieces of a block that the unit refused: without its holes, else each register alone. One piece if it
/// cannot be cut.
std::vector<Block> split(const Block& block, const Unit& unit);

/// How much the blocks keep the bus busy, in characters a millisecond, if the unit answers at once.
double characters_per_ms(const std::vector<Block>& blocks);

}  // namespace liftbox::modbus
