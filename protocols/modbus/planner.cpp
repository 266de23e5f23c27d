#include "protocols/modbus/planner.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "protocols/modbus/decode.hpp"

namespace liftbox::modbus {
namespace {

/// What a request costs beside its data, in characters: request 8, the answer's frame 5, twice the silence of
/// 3.5 between frames. Thus ten registers that nobody asked for are as dear as a second request.
constexpr double overhead = 20;

/// Of equal cuts the one that fills the first blocks is taken.
constexpr double rounding = 1e-9;

int end_of(const Register& wire) {
  return wire.address + width(wire.type);
}

/// Part of the bus that a block takes, in characters a millisecond.
double cost(const Block& block) {
  const double data =
      reads_bits(block.request.function) ? block.request.count / 8.0 : block.request.count * 2.0;
  return (overhead + data) / static_cast<double>(std::max<Duration::rep>(block.interval.count(), 1));
}

/// Cuts registers, sorted by function and address, into blocks.
class Cutter {
 public:
  Cutter(const Unit& unit, BlockLimits limits, std::vector<std::size_t> order)
      : unit_{unit}, limits_{limits}, order_{std::move(order)} {}

  /// The best cut of the first n registers is the best of the first k and one block more, for some k.
  std::vector<Block> cheapest() const {
    const std::size_t n = order_.size();
    std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> from(n + 1, 0);
    best[0] = 0;
    for (std::size_t first = 0; first < n; ++first) {
      Block block = start(first);
      for (std::size_t next = first + 1;; ++next) {
        if (const double sum = best[first] + cost(block); sum <= best[next] + rounding) {
          best[next] = sum;
          from[next] = first;
        }
        if (next == n || !extend(block, next)) break;
      }
    }
    std::vector<Block> blocks;
    for (std::size_t end = n; end > 0; end = from[end]) blocks.push_back(range(from[end], end));
    std::reverse(blocks.begin(), blocks.end());
    return blocks;
  }

 private:
  const Register& wire(std::size_t at) const { return unit_.registers.wire(order_[at]); }

  Block start(std::size_t at) const {
    const Register& first = wire(at);
    const auto count = static_cast<std::uint16_t>(width(first.type));
    return {{unit_.number, first.function, first.address, count}, first.interval, {order_[at]}};
  }

  bool extend(Block& block, std::size_t at) const {
    const Register& more = wire(at);
    const int block_end = block.request.address + block.request.count;
    const int end = std::max(block_end, end_of(more));
    const int limit = reads_bits(more.function) ? max_bits : limits_.max_registers;
    const bool fits = more.function == block.request.function &&
                      more.address <= block_end + limits_.max_gap && end - block.request.address <= limit;
    if (!fits) return false;
    block.request.count = static_cast<std::uint16_t>(end - block.request.address);
    block.interval = std::min(block.interval, more.interval);
    block.entries.push_back(order_[at]);
    return true;
  }

  Block range(std::size_t first, std::size_t end) const {
    Block block = start(first);
    for (std::size_t at = first + 1; at < end; ++at) extend(block, at);
    return block;
  }

  const Unit& unit_;
  BlockLimits limits_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::vector<Block> plan_blocks(const Unit& unit) {
  const RegisterMap& map = unit.registers;
  std::vector<std::size_t> order(map.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple{map.wire(a).function, map.wire(a).address, a} <
           std::tuple{map.wire(b).function, map.wire(b).address, b};
  });
  return Cutter{unit, unit.registers.limits, std::move(order)}.cheapest();
}

std::vector<Block> split(const Block& block, const Unit& unit) {
  std::vector<Block> pieces = Cutter{unit, {.max_gap = 0}, block.entries}.cheapest();
  if (pieces.size() > 1) return pieces;
  pieces.clear();
  const RegisterMap& map = unit.registers;
  for (auto first = block.entries.begin(); first != block.entries.end();) {
    const auto end = std::find_if(first, block.entries.end(), [&](std::size_t i) {
      return map.wire(i).address != map.wire(*first).address;
    });
    for (Block& piece : Cutter{unit, {.max_gap = 0}, {first, end}}.cheapest())
      pieces.push_back(std::move(piece));
    first = end;
  }
  return pieces;
}

double characters_per_ms(const std::vector<Block>& blocks) {
  return std::accumulate(blocks.begin(), blocks.end(), 0.0,
                         [](double sum, const Block& block) { return sum + cost(block); });
}

}  // namespace liftbox::modbus
