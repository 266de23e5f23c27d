#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "drivers/simulated/lift/witness.hpp"

namespace liftbox::simulated {

/// The list of what happened, one JSON object a line, each on disk at once.
class HappeningLog {
 public:
  /// Empty file: nowhere. `origin_ns`: CLOCK_MONOTONIC when the lift was switched on. Throws
  /// std::runtime_error.
  HappeningLog(const std::string& file, std::int64_t origin_ns);
  void write(const Happening& happening);

 private:
  std::int64_t origin_ns_;
  std::ofstream out_;
};

}  // namespace liftbox::simulated
