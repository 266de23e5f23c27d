#include "agent/elevator/trace.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <istream>
#include <optional>
#include <string_view>

namespace liftbox {
namespace {

constexpr std::string_view header = "t_ms,signal,value";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view start_comment = "# start ";
/// What lies further ahead could not be reckoned with: nothing was recorded for so long.
constexpr std::int64_t longest_ms = Duration{std::chrono::hours{24}}.count() * 366 * 100;

struct TraceRow {
  Moment at;
  std::string_view signal;
  std::string_view value;
};

TraceRow split(std::string_view line, std::size_t line_number) {
  const std::size_t first = line.find(',');
  const std::size_t second = first == std::string_view::npos ? first : line.find(',', first + 1);
  if (second == std::string_view::npos || line.find(',', second + 1) != std::string_view::npos)
    throw TraceError{line_number, "expected three columns: " + std::string{header}};
  const std::string_view time = line.substr(0, first);
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), ms);
  if (error != std::errc{} || end != time.data() + time.size() || ms < 0)
    throw TraceError{line_number,
                     "t_ms must be a whole number of milliseconds from 0, not \"" + std::string{time} + "\""};
  if (ms > longest_ms)
    throw TraceError{line_number,
                     "t_ms " + std::string{time} + " is more than a hundred years from the start"};
  return {Moment{Duration{ms}}, line.substr(first + 1, second - first - 1), line.substr(second + 1)};
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Nothing for a custom signal, which no detector knows.
std::optional<Reading> read(const TraceRow& row, std::size_t line_number) {
  const auto wrong_value = [&] {
    return TraceError{line_number,
                      "\"" + std::string{row.value} + "\" is no value of " + std::string{row.signal}};
  };
  if (is_custom_signal(row.signal)) {
    if (row.value != "?" && row.value != "!" && !is_number(row.value)) throw wrong_value();
    return std::nullopt;
  }
  const auto signal = find_signal(row.signal);
  if (!signal) throw TraceError{line_number, "unknown signal \"" + std::string{row.signal} + "\""};
  if (row.value == "?") return Reading{*signal, 0, row.at, Quality::bad};
  if (row.value == "!") return Reading{*signal, 0, row.at, Quality::unread};
  const auto value = parse(*signal, row.value);
  if (!value) throw wrong_value();
  return Reading{*signal, *value, row.at, Quality::good};
}

/// Of two rows for one signal and instant the later wins.
void add(std::vector<Reading>& readings, const Reading& reading) {
  for (auto earlier = readings.rbegin(); earlier != readings.rend() && earlier->at == reading.at; ++earlier) {
    if (earlier->signal != reading.signal) continue;
    *earlier = reading;
    return;
  }
  readings.push_back(reading);
}

class Reader {
 public:
  void take(std::string_view line, std::size_t line_number) {
    if (line_number == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(start_comment)) trace_.start = line.substr(start_comment.size());
    if (line.empty() || line.starts_with('#')) return;
    if (!seen_header_) {
      if (line != header) throw TraceError{line_number, "expected the header " + std::string{header}};
      seen_header_ = true;
      return;
    }
    if (seen_end_) throw TraceError{line_number, "a row after the end row"};
    take_row(split(line, line_number), line_number);
  }

  Trace finish(std::size_t lines) {
    if (!seen_header_) throw TraceError{lines + 1, "no header " + std::string{header}};
    if (!seen_end_) throw TraceError{lines + 1, "no end row: the last row must be T,end,"};
    trace_.bindings.source = "trace";
    for (const SignalInfo& about : all_signals())
      if (bound_[index(about.signal)]) trace_.bindings.bindings.push_back({about.signal, Arrival::trace, {}});
    return std::move(trace_);
  }

 private:
  void take_row(const TraceRow& row, std::size_t line_number) {
    if (row.at < last_) throw TraceError{line_number, "time goes back"};
    last_ = row.at;
    if (row.signal == "end") {
      if (!row.value.empty()) throw TraceError{line_number, "the end row has no value: T,end,"};
      seen_end_ = true;
      trace_.end = row.at;
      return;
    }
    const auto reading = read(row, line_number);
    if (!reading) return;
    bound_.set(index(reading->signal));
    add(trace_.readings, *reading);
  }

  Trace trace_;
  std::bitset<signal_count> bound_;
  Moment last_{};
  bool seen_header_ = false;
  bool seen_end_ = false;
};

}  // namespace

Trace read_trace(std::istream& in) {
  Reader reader;
  std::size_t line_number = 0;
  for (std::string line; std::getline(in, line);) reader.take(line, ++line_number);
  return reader.finish(line_number);
}

}  // namespace liftbox
