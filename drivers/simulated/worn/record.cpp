#include "drivers/simulated/worn/record.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

namespace liftbox::worn {

TraceWriter::TraceWriter(std::ostream& out, const Setup& setup) : out_{out}, wiring_{setup.wiring} {
  const std::string hour = std::to_string(setup.first_hour);
  out_ << "# start 2026-01-05T" << (hour.size() < 2 ? "0" : "") << hour << ":00:00+08:00\n"
       << "t_ms,signal,value\n";
}

void TraceWriter::write(const Sample& sample) {
  if (sample.signal == Signal::bus || sample.signal == Signal::clock_step_s) return about_the_box(sample);
  row(sample.t_ms, sample.signal, sample.known ? format(sample.signal, sample.value) : "?");
}

void TraceWriter::about_the_box(const Sample& sample) {
  if (sample.signal == Signal::clock_step_s) {
    out_ << "# the wall clock steps by " << sample.value << " s\n";
    return;
  }
  if (sample.value != 0) return;
  for (std::size_t i = 0; i < index(Signal::bus); ++i)
    if (wiring_.at(i) == Arrival::polled) row(sample.t_ms, static_cast<Signal>(i), "!");
}

void TraceWriter::end(std::int64_t t_ms) {
  out_ << t_ms << ",end,\n";
}

void TraceWriter::row(std::int64_t t_ms, Signal signal, const std::string& value) {
  out_ << t_ms << ',' << name(signal) << ',' << value << '\n';
}

void write_truth(std::ostream& out, const Truth& truth) {
  out << nlohmann::ordered_json{{"kind", truth.kind},
                                {"cause", truth.cause},
                                {"from_ms", truth.from_ms},
                                {"upto_ms", truth.upto_ms},
                                {"facts", truth.facts}}
      << '\n';
}

}  // namespace liftbox::worn
