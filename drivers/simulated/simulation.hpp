#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "drivers/simulated/wires/modbus_port.hpp"

namespace liftbox::simulated {

/// What can be asked for on the command line.
struct Options {
  std::string story;  ///< empty: nothing happens
  std::string lines;  ///< path of the socket; empty: none
  std::string log;    ///< path; empty: none
  std::string tcp;    ///< HOST:PORT; empty: RTU at a pty
  RtuWire rtu;
  int unit = 1;
  double seconds = 0;  ///< 0: until the story ends, or for ever
  std::uint64_t seed = 1;
  int landings = 8;
};

/// The lift in real time, between its story and its wires. One thread.
class Simulation {
 public:
  explicit Simulation(const Options& options);  ///< throws std::runtime_error that says what to do
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  void run();  ///< until the story or the time ends, or SIGTERM or SIGINT comes; throws StoryError

 private:
  class Stagehand;
  std::unique_ptr<Stagehand> stagehand_;
};

}  // namespace liftbox::simulated
