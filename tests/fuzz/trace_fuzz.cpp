// A trace, as somebody may have written it by hand; and a lift that it happens to.
#include <sstream>

#include "agent/elevator/lift.hpp"
#include "agent/elevator/trace.hpp"
#include "tests/fuzz/box.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;

namespace {

constexpr Duration longest{std::chrono::hours{24 * 40}};  // more takes long, and shows nothing else

std::string written(const Trace& trace) {
  std::string text = "t_ms,signal,value\n";
  for (const Reading& reading : trace.readings)
    text += std::to_string(reading.at.time_since_epoch().count()) + ',' + std::string{name(reading.signal)} +
            ',' + (reading.quality == Quality::good ? format(reading.signal, reading.value) : "?") + '\n';
  return text + std::to_string(trace.end.time_since_epoch().count()) + ",end,\n";
}

void replay(const Trace& trace) {
  fuzz::Box box{trace.bindings};
  const MemoryAnchor anchor{"boot", trace.end, 1'780'000'000'000, true};
  box.settle(box.lift.wall({Moment{}, 1'780'000'000'000, 480, true}), anchor);
  box.settle(box.lift.apply(trace.readings), anchor);
  box.settle(box.lift.look(trace.end), anchor);
  const std::string memory = save_memory(box.lift, box.journal, anchor);
  fuzz::Box next{trace.bindings};
  read_memory(memory, next.lift, next.journal, anchor);
  fuzz::require(save_memory(next.lift, next.journal, anchor) == memory,
                "another lift that takes over knows the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in{std::string{fuzz::text_of(data, size)}};
  Trace trace;
  try {
    trace = read_trace(in);
  } catch (const TraceError& wrong) {
    fuzz::require(std::string_view{wrong.what()}.starts_with("line "), "what is wrong has a line");
    return 0;
  }
  const std::string text = written(trace);
  std::istringstream again{text};
  fuzz::require(written(read_trace(again)) == text, "a trace that was written again is the same");
  if (trace.end <= Moment{longest}) replay(trace);
  return 0;
}
