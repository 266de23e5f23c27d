#include "drivers/simulated/simulation.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "drivers/simulated/lift/registers.hpp"
#include "drivers/simulated/story/player.hpp"
#include "drivers/simulated/wires/happening_log.hpp"
#include "drivers/simulated/wires/line_server.hpp"

namespace liftbox::simulated {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC, by which the kernel stamps GPIO edges
constexpr std::chrono::milliseconds tick{2};

Story load_story(const std::string& file, const Shaft& shaft) {
  if (file.empty()) return {};
  std::ifstream in{file};
  if (!in) throw std::runtime_error{file + " cannot be read; give --story the path of a story"};
  return read_story(in, file, shaft);
}

Lift::Building building_of(const Options& options) {
  Lift::Building building;
  building.shaft.landings = options.landings;
  return building;
}

std::unique_ptr<ModbusPort> open_port(asio::io_context& io, SlaveFrames& frames, const Options& options) {
  return options.tcp.empty() ? open_rtu_port(io, frames, options.rtu)
                             : open_tcp_port(io, frames, options.tcp);
}

std::int64_t signed_count(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

}  // namespace

class Simulation::Stagehand {
 public:
  explicit Stagehand(const Options& options);
  void run();

 private:
  void announce(const Options& options) const;
  void catch_up();
  void serve();
  void finish();

  Clock::time_point began_ = Clock::now();
  Clock::duration longest_;
  asio::io_context io_{1};
  asio::signal_set signals_{io_, SIGTERM, SIGINT};
  asio::steady_timer next_tick_{io_};
  HappeningLog log_;
  std::optional<LineServer> lines_;
  Lift lift_;
  Witness witness_;
  Stage stage_;
  Player player_;
  SlaveFrames frames_;
  std::uint64_t writes_told_ = 0;
  std::unique_ptr<ModbusPort> modbus_;
};

Simulation::Stagehand::Stagehand(const Options& options)
    : longest_{std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>{options.seconds})},
      log_{options.log, began_.time_since_epoch() / 1ns},
      lift_{building_of(options), options.seed,
            [this](Line line, bool level, Time at) {
              if (lines_) lines_->edge(line, level, at);
            }},
      witness_{lift_, [this](const Happening& happening) { log_.write(happening); }},
      stage_{.lift = lift_,
             .tell = [this](const Happening& happening) { log_.write(happening); },
             .random = std::mt19937_64{options.seed + 100}},
      player_{load_story(options.story, building_of(options).shaft), stage_},
      frames_{static_cast<std::uint8_t>(options.unit)},
      modbus_{open_port(io_, frames_, options)} {
  frames_.load(registers(lift_));
  if (!options.lines.empty())
    lines_.emplace(io_, options.lines, began_.time_since_epoch() / 1ns, lift_.contacts());
  announce(options);
}

void Simulation::Stagehand::announce(const Options& options) const {
  std::cout << "modbus " << modbus_->address() << "\n";
  if (lines_) std::cout << "lines " << options.lines << "\n";
  std::cout << std::flush;
}

void Simulation::Stagehand::run() {
  signals_.async_wait([this](const auto& error, int /*signal*/) {
    if (!error) io_.stop();
  });
  catch_up();
  io_.run();
  finish();
}

/// Lets everything happen that is due by now: a tick that comes late loses nothing.
void Simulation::Stagehand::catch_up() {
  const auto since = Clock::now() - began_;
  while (lift_.now() < since && !stage_.ended) {
    lift_.step();
    witness_.look();
    player_.play();
  }
  serve();
  if (stage_.ended || (longest_ > Clock::duration{} && since >= longest_)) {
    io_.stop();
    return;
  }
  next_tick_.expires_after(tick);
  next_tick_.async_wait([this](const auto& error) {
    if (!error) catch_up();
  });
}

void Simulation::Stagehand::serve() {
  frames_.load(registers(lift_));
  modbus_->cut(stage_.bus_cut || !lift_.controller().alive());
  if (frames_.writes_refused() == writes_told_) return;
  writes_told_ = frames_.writes_refused();
  log_.write({lift_.now(), "modbus_write_refused", {{"times", signed_count(writes_told_)}}});
}

void Simulation::Stagehand::finish() {
  log_.write({lift_.now(),
              "story_ended",
              {{"modbus_requests", signed_count(frames_.requests())},
               {"modbus_writes_refused", signed_count(frames_.writes_refused())}}});
}

Simulation::Simulation(const Options& options) : stagehand_{std::make_unique<Stagehand>(options)} {}
Simulation::~Simulation() = default;

void Simulation::run() {
  stagehand_->run();
}

}  // namespace liftbox::simulated
