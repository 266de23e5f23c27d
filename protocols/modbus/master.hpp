#pragma once

#include "agent/ports/clock.hpp"
#include "protocols/modbus/counters.hpp"
#include "protocols/modbus/line.hpp"

namespace liftbox::modbus {

/// Asks one unit one question at a time and tells exactly how it ended.
class Master {
 public:
  Master(const BusSettings& settings, const Clock& clock);

  bool open();
  bool is_open() const { return line_.is_open(); }
  const std::string& trouble() const { return line_.trouble(); }

  /// Blocks until the answer is in or the time is up. The line must be open; it is closed afterwards where
  /// its bytes can no longer be trusted.
  Answer ask(const ReadRequest& request);

  const Counters& counters() const { return counters_; }
  void count_bad_value() { ++counters_.bad_values; }

 private:
  std::vector<std::uint8_t> frame(const ReadRequest& request);
  Answer parse(std::span<const std::uint8_t> bytes, const ReadRequest& request) const;
  Answer listen(const ReadRequest& request);
  Moment listen_until(const Answer& answer, Moment deadline, Moment last_byte) const;
  bool wait_for_silence();
  void conclude(const Answer& answer);

  BusSettings settings_;
  const Clock& clock_;
  Line line_;
  Counters counters_;
  Duration frame_gap_{};
  Moment quiet_since_{};
  /// RTU answers carry no number. After a request was given up its answer may still come: the next two
  /// requests wait for a silent line, one for the answer that is late, one for the answer that it displaced.
  int wary_ = 0;
  int silent_ = 0;  ///< timeouts in a row
  std::uint16_t transaction_ = 0;
};

}  // namespace liftbox::modbus
