#include "drivers/lines/gpio_line.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::size_t queue_of_the_kernel = 16;

}  // namespace

bool GpioLine::begin(GpioInput& input) {
  if (!input.edges()) return false;
  const std::optional<bool> level = input.level();
  if (!level) return false;
  level_ = *level;
  doubted_ = false;
  read_at_ = clock_.now();
  set_.offer(index_, level_, read_at_);
  return true;
}

/// Where edges are missing the level is asked for, until no edge has come since it was.
bool GpioLine::drain(GpioInput& input) {
  bool missing = false;
  std::optional<bool> asked;
  while (true) {
    const auto edges = input.edges();
    if (!edges) return false;
    missing = missing || edges->size() >= queue_of_the_kernel;
    for (const GpioEdge& edge : *edges) missing = !take(edge) || missing;
    if (!missing) return true;
    if (asked && edges->empty()) break;
    asked = input.level();
    if (!asked) return false;
  }
  believe(*asked);
  return true;
}

bool GpioLine::check(GpioInput& input) {
  const std::optional<bool> level = input.level();
  if (!level) return false;
  if (doubted_) believe(*level);
  doubted_ = *level != level_;
  return true;
}

/// Two equal edges in a row: the one between them was lost, and false is returned.
bool GpioLine::take(const GpioEdge& edge) {
  const bool equal = edge.level == level_;
  if (equal && edge.at <= read_at_) return true;  // the level was read after this edge
  const Moment at = std::max(read_at_, std::min(edge.at, clock_.now()));
  if (equal) {
    ++lost_edges_;
    set_.edge(index_, !edge.level, at);
  }
  set_.edge(index_, edge.level, at);
  level_ = edge.level;
  doubted_ = false;
  return !equal;
}

void GpioLine::believe(bool level) {
  if (level == level_) return;
  ++lost_edges_;
  level_ = level;
  read_at_ = clock_.now();
  set_.edge(index_, level_, read_at_);
}

}  // namespace liftbox
