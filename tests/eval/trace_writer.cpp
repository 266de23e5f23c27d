#include "tests/eval/trace_writer.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

namespace liftbox::eval {
namespace {

constexpr Duration before = 45min;  ///< long enough for the latch to be sure of something
constexpr Duration after = 8min;

std::int64_t ms(Duration duration) {
  return duration.count();
}

/// Keeps how every signal stands when the trace begins, and what follows.
class Recorder {
 public:
  Recorder(Moment from, Moment until) : from_{from}, until_{until} {}

  void take(const std::vector<Reading>& readings) {
    for (const Reading& reading : readings) {
      if (reading.at < from_)
        at_start_.at(index(reading.signal)) = reading;
      else if (reading.at <= until_)
        rows_.push_back(reading);
    }
  }

  void write(std::ostream& out) const {
    for (const auto& reading : at_start_)
      if (reading) row(out, *reading, from_);
    for (const Reading& reading : rows_) row(out, reading, reading.at);
    out << ms(until_ - from_) << ",end,\n";
  }

 private:
  void row(std::ostream& out, const Reading& reading, Moment at) const {
    const bool held = at == reading.at;  // else it has been stale for long
    std::string value = "?";
    if (reading.quality == Quality::good) value = format(reading.signal, reading.value);
    if (reading.quality == Quality::unread && held) value = "!";
    out << ms(at - from_) << ',' << name(reading.signal) << ',' << value << '\n';
  }

  Moment from_;
  Moment until_;
  std::array<std::optional<Reading>, signal_count> at_start_;
  std::vector<Reading> rows_;
};

void tell_truth(std::ostream& out, const worn::Truth& truth, Moment from) {
  out << "# " << truth.from_ms - ms(from.time_since_epoch()) << " to "
      << truth.upto_ms - ms(from.time_since_epoch()) << " truly " << truth.kind;
  for (const auto& [fact, value] : truth.facts) out << ' ' << fact << '=' << value;
  out << '\n';
}

}  // namespace

std::string describe(const Mistake& mistake) {
  constexpr std::array<std::string_view, 4> words{"missed", "early", "late", "wrong"};
  return std::string{name(mistake.type)} + ' ' +
         std::string{words.at(static_cast<std::size_t>(mistake.what))};
}

void write_trace(const Job& job, const Mistake& mistake, const std::filesystem::path& file) {
  const Moment from = std::max(Moment{}, mistake.at - before);
  const Moment until = mistake.at + after;
  Watch watch{job};
  Recorder recorder{from, until};
  std::ofstream out{file};
  out << "# " << describe(mistake) << ", seed " << job.seed << ", " << mistake.kind << " at "
      << ms(mistake.at - from) << " here, " << ms(mistake.at.time_since_epoch()) << " in the lift's life\n";
  const LiftFacts facts = facts_of(job.setup);
  out << "# --set lift.rated_speed_mm_s=" << facts.rated_speed_mm_s.value() << '\n';
  out << "# --set lift.rated_load_kg=" << facts.rated_load_kg.value() << '\n';
  out << "# --set lift.landings=" << facts.landings.value() << '\n';
  out << "# --set box.on_charge_mv=" << facts.box.on_charge_mv.value() << '\n';
  out << "# --set box.battery_low_mv=" << facts.box.battery_low_mv.value() << '\n';
  watch.on_readings = [&](const std::vector<Reading>& readings) { recorder.take(readings); };
  watch.on_said = [&](const Occurrence& said) {
    if (said.event.at < from || said.event.at > until) return;
    out << "# " << ms(said.event.at - from) << " said " << name(said.event.type) << ' '
        << name(said.event.phase) << ' ' << name(said.event.confidence) << ' ' << said.event.subject << '\n';
  };
  watch.run(until + 24h);  // what still lasts is told when it is over
  for (const worn::Truth& truth : watch.truths())
    if (truth.upto_ms >= ms(from.time_since_epoch()) && truth.from_ms <= ms(until.time_since_epoch()))
      tell_truth(out, truth, from);
  out << "t_ms,signal,value\n";
  recorder.write(out);
}

}  // namespace liftbox::eval
