#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "drivers/lines/socket_lines.hpp"
#include "drivers/system/system_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// The simulated lift as a process of its own, on a private directory; stopped with the test.
class SimulatedLift {
 public:
  explicit SimulatedLift(const std::string& story) {
    std::filesystem::create_directory(directory_);
    const auto file = directory_ + "/lift.story";
    std::ofstream(file) << story;
    const auto socket = lines();
    std::vector<std::string> words{LIFTBOX_SIM, "--story", file, "--tcp", "127.0.0.1:0", "--lines", socket};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    REQUIRE(::posix_spawn(&process_, LIFTBOX_SIM, nullptr, nullptr, arguments.data(), environ) == 0);
  }
  SimulatedLift(const SimulatedLift&) = delete;
  SimulatedLift& operator=(const SimulatedLift&) = delete;
  ~SimulatedLift() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    std::filesystem::remove_all(directory_);
  }
  std::string lines() const { return directory_ + "/lines.sock"; }

 private:
  std::string directory_ = "/tmp/liftbox-sim-lines-" + std::to_string(::getpid());
  pid_t process_ = 0;
};

std::vector<LineSetting> all_lines() {
  std::vector<LineSetting> lines;
  for (const auto signal : {Signal::door_zone, Signal::door_closed, Signal::door_open, Signal::door_locked,
                            Signal::brake_command, Signal::brake_1_released, Signal::brake_2_released,
                            Signal::presence, Signal::alarm_button, Signal::mains_power}) {
    lines.push_back({std::string(name(signal)), signal});
  }
  return lines;
}

}  // namespace

TEST_CASE("a trip of the simulated lift arrives line by line, without its bounces") {
  const SimulatedLift lift("1 trip 1 2 1\n22 end\n");
  boost::asio::io_context io;
  const SystemClock clock;
  SocketLines lines(io, "lines", lift.lines(), all_lines(), clock);
  std::map<Signal, std::vector<Reading>> heard;
  std::size_t good = 0;
  bool been_live = false;
  bool ended = false;
  lines.start([&](std::span<const Reading> readings) {
    for (const auto& reading : readings) {
      if (reading.quality == Quality::good) {
        been_live = true;
        ++good;
        heard[reading.signal].push_back(reading);
      } else {
        ended = been_live;
      }
    }
  });
  const Moment give_up = clock.now() + 60s;
  while (!ended && clock.now() < give_up) io.run_one_for(50ms);

  REQUIRE(ended);
  CHECK(heard.size() == 10);
  for (const auto& [signal, readings] : heard) {
    CAPTURE(name(signal));
    for (std::size_t i = 1; i < readings.size(); ++i) {
      CHECK(readings[i].value != readings[i - 1].value);
      CHECK(readings[i].at > readings[i - 1].at);
    }
  }
  CHECK(heard[Signal::mains_power].size() == 1);
  for (const auto signal : {Signal::brake_command, Signal::brake_1_released, Signal::brake_2_released}) {
    CAPTURE(name(signal));
    REQUIRE(heard[signal].size() >= 3);
    CHECK(heard[signal][0].value == 0);
    CHECK(heard[signal].back().value == 0);
  }
  CHECK(heard[Signal::brake_1_released][1].at > heard[Signal::brake_command][1].at);
  const auto report = lines.report();
  CHECK(report.counters[1].first == "edges");
  CHECK(report.counters[1].second > good);
  CHECK(report.counters[2].second == 0);
  CHECK(report.counters[3].second == 0);
  CHECK(report.detail.find("is the simulated lift running?") != std::string::npos);
}
