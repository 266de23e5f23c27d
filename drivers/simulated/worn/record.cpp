#include "drivers/simulated/worn/record.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace liftbox::worn {
namespace {

constexpr std::int64_t believed_at_least_ms = 5000;
constexpr std::int64_t believed_polls = 3;

}  // namespace

TraceWriter::TraceWriter(std::ostream& out, const Setup& setup)
    : out_{out},
      wiring_{setup.wiring},
      believed_ms_{std::max(believed_at_least_ms, believed_polls * setup.poll_ms)} {
  const std::string hour = std::to_string(setup.first_hour);
  out_ << "# start 2026-01-05T" << (hour.size() < 2 ? "0" : "") << hour << ":00:00+08:00\n"
       << "t_ms,signal,value\n";
}

void TraceWriter::write(const Sample& sample) {
  stale(sample.t_ms);
  if (sample.signal == Signal::bus || sample.signal == Signal::clock_step_s) return about_the_box(sample);
  row(sample.t_ms, sample.signal, sample.known ? format(sample.signal, sample.value) : "?");
}

void TraceWriter::about_the_box(const Sample& sample) {
  if (sample.signal == Signal::clock_step_s) {
    out_ << "# the wall clock steps by " << sample.value << " s\n";
    return;
  }
  stale_at_.reset();
  if (sample.value == 0) stale_at_ = sample.t_ms + believed_ms_;
}

void TraceWriter::stale(std::int64_t before_ms) {
  if (!stale_at_ || *stale_at_ > before_ms) return;
  for (std::size_t i = 0; i < index(Signal::bus); ++i)
    if (wiring_.at(i) == Arrival::polled) row(*stale_at_, static_cast<Signal>(i), "?");
  stale_at_.reset();
}

void TraceWriter::end(std::int64_t t_ms) {
  stale(t_ms);
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
