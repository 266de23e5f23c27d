#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

/// What holds an open input at a level.
enum class Bias : std::uint8_t { as_is, none, pull_up, pull_down };

/// One input of a gateway and the fact it tells of the lift.
struct LineProfile {
  std::string name;  ///< as the driver knows it: "door_zone", later "gpiochip0/17"
  Signal signal;
  bool inverted = false;  ///< a normally closed contact: level 0 means yes
  Duration debounce{20};
  Bias bias = Bias::as_is;
};

/// What is soldered and wired on one kind of gateway. Data, read from `board/profiles/*.toml`.
struct BoardProfile {
  std::string name;
  std::string description;
  std::map<std::string, std::string> serial_ports;  ///< "rs485" -> "/dev/ttyS1"
  std::vector<LineProfile> lines;
};

}  // namespace liftbox
