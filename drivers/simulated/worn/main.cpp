#include <CLI/CLI.hpp>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include "drivers/simulated/worn/record.hpp"

namespace {

using namespace liftbox::worn;
constexpr int wrong_usage = 2;
constexpr std::int64_t day_ms = 24 * 3600 * std::int64_t{1000};

struct Options {
  Setup setup;
  std::uint64_t seed = 1;
  std::vector<std::string> incidents;
  bool field = false;
  bool quiet = false;
  bool list = false;
  std::string trace;
  std::string truth;
};

void describe(CLI::App& app, Options& options) {
  const std::map<std::string, Traffic> traffic{
      {"residential", Traffic::residential}, {"office", Traffic::office}, {"hospital", Traffic::hospital}};
  Building& building = options.setup.building;
  options.setup.days = 1;
  app.add_option("--seed", options.seed, "Of everything that is left to chance")->capture_default_str();
  app.add_option("--days", options.setup.days, "How long")->check(CLI::Range(1, 3650))->capture_default_str();
  app.add_option("--incident", options.incidents,
                 "What is to happen, from the middle of the time on; more than once");
  app.add_flag("--field", options.field, "Incidents as often as in the field, all kinds");
  app.add_flag("--quiet", options.quiet, "Without noise: no jitter, no drift, no ghosts");
  app.add_option("--traffic", building.traffic, "residential, office or hospital")
      ->transform(CLI::CheckedTransformer(traffic));
  app.add_option("--landings", building.landings, "3 m from one to the next")
      ->check(CLI::Range(2, 64))
      ->capture_default_str();
  app.add_option("--speed", building.rated_speed_mm_s, "Rated speed, mm/s")
      ->check(CLI::Range(250, 10'000))
      ->capture_default_str();
  app.add_flag("--rescue-device", building.automatic_rescue, "It fetches the car when the mains fail");
  app.add_option("--trace", options.trace, "File for what a box is told, a trace for liftctl replay");
  app.add_option("--truth", options.truth, "File for what really happened, one JSON object a line");
  app.add_flag("--list", options.list, "Name the kinds of incidents");
  app.footer("Exit codes: 0 done; 2 wrong usage, or a file that cannot be written.");
}

std::ofstream open(const std::string& path) {
  std::ofstream file;
  if (path.empty()) return file;
  file.open(path);
  if (!file) throw std::runtime_error{path + ": cannot be written"};
  return file;
}

void draw(Options& options) {
  if (options.field) options.setup.rates = field_rates();
  options.setup.noise = !options.quiet;
  for (const std::string& name : options.incidents) {
    const auto incident = find_incident(name);
    if (!incident) throw std::runtime_error{"no incident \"" + name + "\": --list names them"};
    options.setup.at.emplace_back(options.setup.days * day_ms / 2, *incident);
  }
}

void list() {
  for (std::size_t i = 0; i < incident_count; ++i) std::cout << name(static_cast<Incident>(i)) << '\n';
}

void live(const Options& options) {
  std::ofstream trace = open(options.trace);
  std::ofstream truth = open(options.truth);
  TraceWriter writer{trace, options.setup};
  Lift lift{options.setup, options.seed};
  std::vector<Sample> samples;
  std::vector<Truth> truths;
  for (std::int64_t today = 1; today <= options.setup.days; ++today) {
    lift.run(today * day_ms, samples, truths);
    if (!options.trace.empty())
      for (const Sample& sample : samples) writer.write(sample);
    if (!options.truth.empty())
      for (const Truth& entry : truths) write_truth(truth, entry);
    samples.clear();
    truths.clear();
  }
  if (!options.trace.empty()) writer.end(options.setup.days * day_ms);
  if (!trace.flush() && !options.trace.empty())
    throw std::runtime_error{options.trace + ": not written whole"};
  if (!truth.flush() && !options.truth.empty())
    throw std::runtime_error{options.truth + ": not written whole"};
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app{"A lift that wears and lies, for as many days as asked: what a box is told, and the truth"};
    Options options;
    describe(app, options);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    if (options.list) {
      list();
      return 0;
    }
    draw(options);
    live(options);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "liftbox-worn-lift: " << error.what() << '\n';
    return wrong_usage;
  }
}
