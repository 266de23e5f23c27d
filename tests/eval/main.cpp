#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>

#include "tests/eval/campaigns.hpp"
#include "tests/eval/report.hpp"
#include "tests/eval/trace_writer.hpp"

namespace liftbox::eval {
namespace {

struct Options {
  int lives = 20;
  int days = 365;
  int dense = 500;
  int faults = 200;
  int hurried = 0;
  int brakes = 100;
  int healthy_brakes = 100;
  Seeds seeds = Seeds::tuning;
  unsigned skip = 0;
  unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  std::filesystem::path out;
  std::filesystem::path failures;
  std::string failures_of;  ///< a type of event; empty: all
};

/// "1000001 to 1000020".
std::string seeds_of(const Campaign& campaign) {
  return std::to_string(campaign.first_seed) + " to " +
         std::to_string(campaign.first_seed + static_cast<std::uint64_t>(campaign.lifts) - 1);
}

void keep(const Options& options, const std::string& campaign, const std::vector<Failure>& failures) {
  constexpr int most_of_a_kind = 30;
  const std::filesystem::path& directory = options.failures;
  std::filesystem::create_directories(directory);
  std::map<std::string, int> kept;
  for (const auto& [job, mistake] : failures) {
    if (!options.failures_of.empty() && name(mistake.type) != options.failures_of) continue;
    if (++kept[describe(mistake)] > most_of_a_kind) continue;
    std::string file = campaign + ' ' + describe(mistake) + ' ' + mistake.kind + ' ' +
                       std::to_string(job.seed) + ' ' +
                       std::to_string(mistake.at.time_since_epoch().count()) + ".csv";
    std::replace(file.begin(), file.end(), ' ', '_');
    write_trace(job, mistake, directory / file);
    std::cerr << "  " << (directory / file).string() << '\n';
  }
}

Chapter watch(Campaign campaign, const Options& options, const std::string& title, const std::string& about) {
  campaign.first_seed += options.skip;
  Result result = run(campaign, options.cores, std::cerr);
  if (!options.failures.empty()) keep(options, campaign.name, result.failures);
  return {title, about, seeds_of(campaign), std::move(result.score)};
}

constexpr double hurry = 30;

std::vector<Chapter> watch_all(const Options& options) {
  std::vector<Chapter> chapters;
  if (options.dense > 0) {
    chapters.push_back(watch(dense(options.dense, options.seeds), options, "Entrapments, every kind",
                             "Somebody is trapped every hour, in each way by turns, with all the noise."));
    chapters.back().kinds_of = EventType::entrapment;
  }
  if (options.faults > 0)
    chapters.push_back(
        watch(faults(options.faults, options.seeds), options, "Faults of all kinds",
              "Something else strikes every hour: doors, brake, controller, supply, service."));
  if (options.lives > 0)
    chapters.push_back(watch(lives(options.lives, options.days, 1, options.seeds), options, "Whole lives",
                             "Residential buildings, offices and hospitals with everything that happens to "
                             "lifts in the field, as often as it does."));
  if (options.hurried > 0)
    chapters.push_back(watch(lives(options.hurried, options.days, hurry, options.seeds), options,
                             "Hurried lives",
                             fmt::format("The same, but everything that is drawn happens {} times as often; "
                                         "people, and how the sensors lie of them, do not.",
                                         hurry)));
  if (options.healthy_brakes > 0) {
    chapters.push_back(watch(healthy_brakes(options.healthy_brakes, options.days, options.seeds), options,
                             "Healthy brakes",
                             "Only the brake is wired, and nothing happens to it but noise."));
    chapters.back().only = EventType::brake_degrading;
  }
  return chapters;
}

BrakeChapter watch_brakes(const Options& options) {
  if (options.brakes <= 0) return {};
  const auto lives_of = [&](worn::Incident kind) {
    return degrading_brakes(kind, options.brakes, options.seeds, options.cores, std::cerr);
  };
  return {{"slower by 1 ms in 100 cycles", lives_of(worn::Incident::brake_wears)},
          {"sticks once in 200 cycles, twice as often each 5,000", lives_of(worn::Incident::brake_sticks)}};
}

void parse(CLI::App& app, Options& options) {
  const std::map<std::string, Seeds> seeds{{"tuning", Seeds::tuning}, {"figures", Seeds::figures}};
  app.add_option("--lives", options.lives, "lifts that are watched for --days")->capture_default_str();
  app.add_option("--days", options.days, "of each life")->capture_default_str();
  app.add_option("--dense", options.dense, "days with an entrapment every hour")->capture_default_str();
  app.add_option("--faults", options.faults, "days with another fault every hour")->capture_default_str();
  app.add_option(
         "--hurried", options.hurried,
         fmt::format("lifts that are watched for --days, to whom all happens {} times as often", hurry))
      ->capture_default_str();
  app.add_option("--brakes", options.brakes, "brakes that wear, and as many that stick")
      ->capture_default_str();
  app.add_option("--healthy-brakes", options.healthy_brakes, "brakes that are watched for --days")
      ->capture_default_str();
  app.add_option("--seeds", options.seeds, "tuning or figures: never the same lives")
      ->transform(CLI::CheckedTransformer(seeds));
  app.add_option("--skip", options.skip, "so many seeds that were looked at before; not of brakes that wear")
      ->capture_default_str();
  app.add_option("--cores", options.cores)->capture_default_str();
  app.add_option("--out", options.out,
                 "directory for evaluation.md and evaluation.svg; else to "
                 "standard output");
  app.add_option("--keep-failures", options.failures,
                 "directory for a trace of each mistake (the first 10 of a kind)");
  app.add_option("--failures-of", options.failures_of,
                 "keep those of this type of event only, as entrapment");
}

}  // namespace
}  // namespace liftbox::eval

int main(int argc, char** argv) {
  using namespace liftbox::eval;
  Options options;
  CLI::App app{"How well the detectors tell what happens to a simulated lift", "liftbox-eval"};
  parse(app, options);
  CLI11_PARSE(app, argc, argv);
  std::string command = "liftbox-eval";
  for (int i = 1; i < argc; ++i)
    if (const std::string word = argv[i]; word != "--out" && (i == 1 || std::string{argv[i - 1]} != "--out"))
      command += ' ' + word;
  const std::vector<Chapter> chapters = watch_all(options);
  const BrakeChapter brakes = watch_brakes(options);
  if (options.out.empty()) {
    write_report(std::cout, chapters, brakes, command);
    return 0;
  }
  std::ofstream page{options.out / "evaluation.md"};
  write_report(page, chapters, brakes, command);
  std::ofstream{options.out / "evaluation.svg"} << entrapment_plot(chapters.front().score);
  return page ? 0 : 1;
}
