#include "agent/cli/replay.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "agent/cli/site_file.hpp"
#include "agent/config/document.hpp"
#include "agent/config/settings.hpp"
#include "agent/config/site.hpp"
#include "agent/elevator/lift.hpp"
#include "agent/elevator/trace.hpp"
#include "agent/records/event_json.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/statistics_json.hpp"

namespace liftbox {
namespace {

using nlohmann::ordered_json;
constexpr int bad_input = 2;

struct Settings {
  Rules rules;
  LiftFacts facts;
  CodeTable codes;
};

Settings settings_of(const ReplayOptions& options) {
  Settings settings;
  if (!options.config.empty()) {
    SiteConfig site = cli::read_site_file(options.config, options.profiles);
    settings = {site.rules, site.facts, std::move(site.codes)};
  }
  for (const std::string& setting : options.settings) apply_setting(settings.rules, settings.facts, setting);
  return settings;
}

nlohmann::json ms(Moment at) {
  return at.time_since_epoch().count();
}

ordered_json snapshot_json(const std::vector<SignalState>& snapshot) {
  ordered_json out = ordered_json::object();
  for (const SignalState& state : snapshot)
    out[std::string{name(state.signal)}] =
        state.quality == Quality::good ? ordered_json(value_json(state.signal, state.value)) : ordered_json{};
  return out;
}

/// One record a line, and what was held back where that is wanted; times in milliseconds of the trace.
class Printer {
 public:
  Printer(std::ostream& out, const Settings& settings, std::optional<Rfc3339> start, bool why_not)
      : out_{out}, settings_{settings}, start_{start}, why_not_{why_not} {}

  void print(const Outcome& outcome) {
    auto held = outcome.held_back.begin();
    const auto print_held_before = [&](Moment at) {
      for (; why_not_ && held != outcome.held_back.end() && held->what.at < at; ++held) print(*held);
    };
    for (const Occurrence& occurrence : outcome.occurrences) {
      print_held_before(occurrence.event.at);
      print(occurrence);
    }
    print_held_before(never);
  }

 private:
  void print(const Occurrence& occurrence) {
    const Event& event = occurrence.event;
    ++seq_;
    const Incident incident = incident_of(event);
    ordered_json line{{"t_ms", ms(event.at)},
                      {"type", name(event.type)},
                      {"phase", name(event.phase)},
                      {"incident", incident.number},
                      {"confidence", name(event.confidence)},
                      {"severity", name(severity(event.type, event.phase))},
                      {"since", ms(event.since)}};
    add_time(line, event.at);
    if (const auto codes = codes_json(settings_.codes, event.type, incident.which_case); !codes.empty())
      line["codes"] = codes;
    if (!event.subject.empty()) line["subject"] = event.subject;
    line["evidence"] = evidence_json(event.evidence, terms());
    line["snapshot"] = snapshot_json(occurrence.snapshot);
    out_ << line.dump() << '\n';
  }

  void print(const HeldBackNote& note) {
    const HeldBack& held = note.what;
    ordered_json line{{"t_ms", ms(held.at)},
                      {"held_back", name(held.type)},
                      {"reason", name(held.reason)},
                      {"since", ms(held.since)}};
    add_time(line, held.at);
    if (!held.subject.empty()) line["subject"] = held.subject;
    if (!held.by.empty()) line["by"] = held.by;
    line["snapshot"] = snapshot_json(note.snapshot);
    out_ << line.dump() << '\n';
  }

  void add_time(ordered_json& line, Moment at) const {
    if (start_)
      line["time"] = format_rfc3339(start_->ms + at.time_since_epoch().count(), start_->utc_offset_min);
  }

  struct Incident {
    std::size_t number;      ///< of its first record
    std::string which_case;  ///< of its type, as a region may number it apart
  };

  Incident incident_of(const Event& event) {
    const std::string told{case_of(event)};
    if (event.phase == Phase::noted) return {seq_, told};
    const auto key = std::pair{event.type, event.subject};
    Incident& incident = last_[key];
    if (open_.insert(key).second) incident = {seq_, told};
    if (!told.empty()) incident.which_case = told;
    if (event.phase == Phase::cleared) open_.erase(key);
    return incident;
  }

  RecordTerms terms() const {
    return {.moment = ms,
            .incident =
                [this](EventType type, const std::string& subject) {
                  const auto found = last_.find({type, subject});
                  return found == last_.end() ? nlohmann::json{} : nlohmann::json(found->second.number);
                },
            .code =
                [this](Cause cause) {
                  const auto code = settings_.codes.code_of(cause);
                  return code ? nlohmann::json(*code) : nlohmann::json{};
                }};
  }

  std::ostream& out_;
  const Settings& settings_;
  std::optional<Rfc3339> start_;
  bool why_not_;
  std::size_t seq_ = 0;
  std::set<std::pair<EventType, std::string>> open_;
  std::map<std::pair<EventType, std::string>, Incident> last_;  ///< open or over
};

/// One document a line; the last is the day that the trace ends in, as far as it went.
void print_statistics(const Trace& trace, const Settings& settings, std::optional<Rfc3339> start,
                      std::ostream& out) {
  Lift lift{settings.rules, settings.facts, std::span{&trace.bindings, 1}, Moment{}};
  const auto print = [&](const Outcome& outcome) {
    for (const StatisticsDocument& document : outcome.statistics)
      out << statistics_json(document).dump() << '\n';
  };
  if (start) print(lift.wall({Moment{}, start->ms, start->utc_offset_min, true}));
  print(lift.apply(trace.readings));
  print(lift.look(trace.end));
  out << statistics_json(lift.today(trace.end)).dump() << '\n';
}

void replay(const Trace& trace, const Settings& settings, std::optional<Rfc3339> start, bool why_not,
            std::ostream& out) {
  Lift lift{settings.rules, settings.facts, std::span{&trace.bindings, 1}, Moment{}};
  Printer printer{out, settings, start, why_not};
  if (start) printer.print(lift.wall({Moment{}, start->ms, start->utc_offset_min, true}));
  printer.print(lift.apply(trace.readings));
  printer.print(lift.look(trace.end));
}

Trace load(const std::string& file) {
  if (file == "-") return read_trace(std::cin);
  std::ifstream in{file};
  if (!in) throw std::runtime_error{"cannot be read; give the path of a trace, or - for standard input"};
  return read_trace(in);
}

}  // namespace

int run_replay(const ReplayOptions& options, std::ostream& out, std::ostream& err) {
  Settings settings;
  try {
    settings = settings_of(options);
  } catch (const std::exception& error) {
    err << "liftctl replay: " << error.what() << '\n';
    return bad_input;
  }
  try {
    const Trace trace = load(options.trace);
    std::optional<Rfc3339> start;
    if (!trace.start.empty()) {
      start = parse_rfc3339(trace.start);
      if (!start) throw std::runtime_error{"# start is no RFC 3339 time: \"" + trace.start + "\""};
    }
    if (options.statistics)
      print_statistics(trace, settings, start, out);
    else
      replay(trace, settings, start, options.why_not, out);
  } catch (const std::exception& error) {
    err << "liftctl replay: " << options.trace << ": " << error.what() << '\n';
    return bad_input;
  }
  return 0;
}

}  // namespace liftbox
