#pragma once

#include <map>

#include "agent/ports/clock.hpp"
#include "protocols/modbus/counters.hpp"
#include "protocols/modbus/line.hpp"

namespace liftbox::modbus {

/// Asks the units of a line one question at a time and tells exactly how it ended. It does not fight another
/// master: once one has been heard it speaks only into a pause that is longer than that master leaves between
/// its requests and their answers, and gives its turn up where there is none.
class Master {
 public:
  Master(const BusSettings& settings, const Clock& clock);

  bool open();
  bool is_open() const { return line_.is_open(); }
  const std::string& trouble() const { return line_.trouble(); }

  /// Blocks until the answer is in or the time is up. The line must be open; it is closed afterwards where
  /// its bytes can no longer be trusted.
  Answer ask(const ReadRequest& request);

  bool shares_line() const { return clock_.now() < shared_until_; }
  const Counters& counters() const { return counters_; }
  void count_bad_value() { ++counters_.bad_values; }

 private:
  std::vector<std::uint8_t> frame(const ReadRequest& request);
  Answer parse(std::span<const std::uint8_t> bytes, const ReadRequest& request) const;
  Answer listen(const ReadRequest& request);
  Moment listen_until(const Answer& answer, Moment deadline, Moment last_byte) const;
  enum class Way : std::uint8_t { free, taken, gone };

  Way wait_for_silence(bool wary);
  void count_unwanted(std::span<const std::uint8_t> bytes);
  void note_another();
  void conclude(const Answer& answer, int& wary);

  BusSettings settings_;
  const Clock& clock_;
  Line line_;
  Counters counters_;
  std::chrono::microseconds frame_gap_{};
  Moment shared_until_{};  ///< another master was heard lately
  /// RTU answers carry no number. After a request was given up its answer may still come: the next two
  /// requests to that unit wait for a silent line, one for the answer that is late, one for the answer that
  /// it displaced. Another unit's answer is told by its number.
  std::map<std::uint8_t, int> wary_;
  int silent_ = 0;  ///< timeouts in a row
  std::uint16_t transaction_ = 0;
};

}  // namespace liftbox::modbus
