#include "drivers/lines/debouncer.hpp"

#include <algorithm>

namespace liftbox {

void Debouncer::start(bool level) {
  settled_ = level;
  raw_ = level;
  burst_.reset();
}

std::optional<Debouncer::Change> Debouncer::edge(bool level, Moment at) {
  const auto before = settle(at);
  ++raw_edges_;
  raw_ = level;
  if (burst_) {
    burst_->last = std::max(burst_->last, at);
  } else {
    burst_ = Burst{at, at};
  }
  return before;
}

std::optional<Debouncer::Change> Debouncer::settle(Moment now) {
  if (now < look_again_at()) return std::nullopt;
  const Moment first = burst_->first;
  burst_.reset();
  if (raw_ == settled_) return std::nullopt;
  settled_ = raw_;
  return Change{settled_, first};
}

Moment Debouncer::look_again_at() const {
  return burst_ ? burst_->last + lasting_ : never;
}

}  // namespace liftbox
