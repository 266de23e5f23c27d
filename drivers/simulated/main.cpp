#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "drivers/simulated/simulation.hpp"

namespace {

using liftbox::simulated::Options;
using liftbox::simulated::Simulation;
constexpr int wrong_usage = 2;

void describe(CLI::App& app, Options& options) {
  app.add_option("--story", options.story, "What is to happen; without one the lift stands at landing 1");
  app.add_option("--seconds", options.seconds, "End after so long, whatever the story says")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--seed", options.seed, "Of everything that is left to chance")->capture_default_str();
  app.add_option("--lines", options.lines, "Path of the socket for the sensor lines");
  app.add_option("--log", options.log, "File for what happened, one JSON object a line");
  auto* tcp = app.add_option("--tcp", options.tcp, "Modbus TCP at HOST:PORT (port 0: any) instead of RTU");
  app.add_option("--link", options.rtu.link, "A symbolic link to the pty of Modbus RTU")->excludes(tcp);
  app.add_option("--baud", options.rtu.baud, "Speed of the wire by which RTU answers are paced")
      ->check(CLI::Range(1200, 115200))
      ->capture_default_str();
  app.add_option("--bits", options.rtu.bits_per_character, "Of a character on that wire, 10 for 8N1")
      ->check(CLI::Range(10, 12))
      ->capture_default_str();
  app.add_option("--unit", options.unit, "Modbus unit")->check(CLI::Range(1, 247))->capture_default_str();
  app.add_option("--landings", options.landings, "3 m from one to the next")
      ->check(CLI::Range(2, 64))
      ->capture_default_str();
  app.footer("Exit codes: 0 the story or the time is over, or SIGTERM came; 2 wrong usage or story.");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app{"One simulated lift in real time: a Modbus slave and its sensor lines"};
    Options options;
    describe(app, options);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    Simulation{options}.run();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "liftbox-sim: " << error.what() << '\n';
    return wrong_usage;
  }
}
