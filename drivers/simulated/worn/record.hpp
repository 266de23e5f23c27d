#pragma once

#include <iosfwd>
#include <string>

#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::worn {

/// Writes what a box is told as a trace. A trace knows no bus: once that is silent, each of its signals is
/// `!`, not read from here on.
class TraceWriter {
 public:
  TraceWriter(std::ostream& out, const Setup& setup);

  void write(const Sample& sample);
  void end(std::int64_t t_ms);

 private:
  void row(std::int64_t t_ms, Signal signal, const std::string& value);
  void about_the_box(const Sample& sample);

  std::ostream& out_;
  Wiring wiring_;
};

/// One JSON object a line; facts as pairs, since one may appear more than once.
void write_truth(std::ostream& out, const Truth& truth);

}  // namespace liftbox::worn
