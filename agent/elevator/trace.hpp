#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "agent/elevator/reading.hpp"

namespace liftbox {

/// What is wrong with a trace, and in which line (1-based).
struct TraceError : std::runtime_error {
  TraceError(std::size_t line, const std::string& reason)
      : std::runtime_error{"line " + std::to_string(line) + ": " + reason} {}
};

/// A recorded while of one lift: CSV with the header `t_ms,signal,value`, rows sorted by time, and a last row
/// `T,end,`. A value of `?` is unknown from here on; `!` is not read from here on: what was read last stands
/// until it is stale.
struct Trace {
  std::string start;  ///< RFC 3339 wall time of t = 0, from `# start …`; empty where not given
  SourceBindings bindings;
  std::vector<Reading> readings;  ///< one for each signal and instant
  Moment end{};
};

/// Throws TraceError.
Trace read_trace(std::istream& in);

}  // namespace liftbox
