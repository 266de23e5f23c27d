#include "protocols/modbus/planner.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "protocols/modbus/decode.hpp"

namespace liftbox::modbus {
namespace {

int end_of(const RegisterEntry& entry) {
  return entry.address + width(entry.type);
}
int end_of(const Block& block) {
  return block.request.address + block.request.count;
}

bool belongs(const RegisterEntry& entry, const Block& block) {
  if (entry.function != block.request.function) return false;
  if (entry.address > end_of(block) + max_gap) return false;
  const int limit = reads_bits(entry.function) ? max_bits : max_registers;
  return end_of(entry) - block.request.address <= limit;
}

Block block_of(const RegisterEntry& entry, std::size_t index) {
  const auto count = static_cast<std::uint16_t>(width(entry.type));
  return {{entry.function, entry.address, count}, entry.interval, {index}};
}

void extend(Block& block, const RegisterEntry& entry, std::size_t index) {
  const int end = std::max(end_of(block), end_of(entry));
  block.request.count = static_cast<std::uint16_t>(end - block.request.address);
  block.interval = std::min(block.interval, entry.interval);
  block.entries.push_back(index);
}

}  // namespace

std::vector<Block> plan_blocks(std::span<const RegisterEntry> entries) {
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple{entries[a].function, entries[a].address, a} <
           std::tuple{entries[b].function, entries[b].address, b};
  });

  std::vector<Block> blocks;
  for (const std::size_t i : order) {
    if (!blocks.empty() && belongs(entries[i], blocks.back()))
      extend(blocks.back(), entries[i], i);
    else
      blocks.push_back(block_of(entries[i], i));
  }
  return blocks;
}

Schedule::Schedule(std::span<const Block> blocks, Moment start) : due_(blocks.size(), start) {
  for (const Block& block : blocks) intervals_.push_back(block.interval);
}

std::size_t Schedule::most_overdue() const {
  return static_cast<std::size_t>(std::min_element(due_.begin(), due_.end()) - due_.begin());
}

Moment Schedule::next() const {
  return due_.empty() ? never : due_[most_overdue()];
}

void Schedule::done(std::size_t block, Moment now) {
  const Moment next = due_[block] + intervals_[block];
  due_[block] = next > now ? next : now + intervals_[block];
}

}  // namespace liftbox::modbus
