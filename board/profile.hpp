#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

/// What holds an open input at a level.
enum class Bias : std::uint8_t { as_is, none, pull_up, pull_down };

/// Where the kernel has an input.
struct GpioPin {
  std::string chip;                ///< name, label, number or path: "gpiochip0", "pinctrl-bcm2711"
  std::optional<unsigned> offset;  ///< exactly one of offset, line
  std::string line;                ///< as the kernel calls it: "GPIO17"
  Bias bias = Bias::as_is;
};

/// One input of a gateway and the fact it tells of the lift, if it is wired to one.
struct LineProfile {
  std::string name;  ///< as printed on the gateway: "DI1"
  std::optional<Signal> signal;
  bool inverted = false;  ///< level 0 means yes
  Duration debounce{20};
  std::optional<GpioPin> pin;  ///< none: a line of the simulated lift
};

/// What is soldered and wired on one kind of gateway. Data, read from `board/profiles/*.toml`.
struct BoardProfile {
  std::string name;
  std::string description;
  std::string sources;                              ///< where its facts are from
  std::string tried_on;                             ///< which hardware; "nothing yet"
  std::map<std::string, std::string> serial_ports;  ///< "rs485" -> "/dev/ttyS1"
  std::vector<LineProfile> lines;
};

}  // namespace liftbox
