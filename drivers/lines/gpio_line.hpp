#pragma once

#include <cstddef>
#include <cstdint>

#include "agent/ports/clock.hpp"
#include "drivers/lines/gpio_input.hpp"
#include "drivers/lines/line_set.hpp"

namespace liftbox {

/// One input: its edges become those of its line in a LineSet. The kernel's queue holds 16 edges and tells
/// of no loss, so what is missing is inferred, and the level asked for. What asks the kernel returns false
/// when the chip has gone.
class GpioLine {
 public:
  GpioLine(std::size_t index, LineSet& set, const Clock& clock) : index_{index}, set_{set}, clock_{clock} {}

  bool begin(GpioInput& input);  ///< from here on: earlier edges are part of the level
  bool drain(GpioInput& input);  ///< takes all edges that wait
  /// Whether the level is what the edges said. One edge may be on its way: a difference is believed the
  /// second time. Once a second or so, after drain().
  bool check(GpioInput& input);

  std::uint64_t lost_edges() const { return lost_edges_; }

 private:
  bool take(const GpioEdge& edge);
  void believe(bool level);

  std::size_t index_;
  LineSet& set_;
  const Clock& clock_;
  bool level_ = false;  ///< after the last edge that was seen
  bool doubted_ = false;
  Moment read_at_;  ///< when a level was last taken for what edges had not told
  std::uint64_t lost_edges_ = 0;
};

}  // namespace liftbox
