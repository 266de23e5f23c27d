#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"
#include "board/profile.hpp"

namespace liftbox {

/// A line cannot be had. The text names chip and line, says why and what to do.
class GpioError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct GpioEdge {
  bool level = false;
  Moment at;  ///< CLOCK_MONOTONIC, as the kernel stamped it
};

/// One input line, ours until it is destroyed. Used on one thread; nothing blocks.
class GpioInput {
 public:
  virtual ~GpioInput() = default;
  virtual std::string label() const = 0;  ///< of its chip: stays when the chip comes back under another name
  virtual int descriptor() const = 0;     ///< readable while edges wait, or when the chip has gone
  /// The level now; nothing if the chip has gone.
  virtual std::optional<bool> level() = 0;
  /// The edges that wait, oldest first; nothing if the chip has gone.
  virtual std::optional<std::vector<GpioEdge>> edges() = 0;
};

/// Where input lines come from: the kernel, or a test.
class GpioInputs {
 public:
  virtual ~GpioInputs() = default;
  virtual std::unique_ptr<GpioInput> open(const GpioPin& pin) = 0;  ///< throws GpioError
};

/// What the kernel says of one line, whoever holds it.
struct GpioLineInfo {
  unsigned offset = 0;
  std::string name;  ///< empty: the kernel has none
  bool output = false;
  std::string holder;  ///< empty: it is free
};

struct GpioChipInfo {
  std::string name;
  std::string label;
  std::vector<GpioLineInfo> lines;
};

}  // namespace liftbox
