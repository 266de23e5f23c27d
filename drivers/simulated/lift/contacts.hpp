#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string_view>
#include <vector>

#include "drivers/simulated/lift/time.hpp"

namespace liftbox::simulated {

enum class Line : std::uint8_t {
  door_zone,
  door_closed,
  door_open,
  door_locked,
  brake_command,
  brake_1_released,
  brake_2_released,
  presence,
  alarm_button,
  mains_power,
};
inline constexpr std::array<std::string_view, 10> line_names{
    "door_zone",        "door_closed",      "door_open", "door_locked",  "brake_command",
    "brake_1_released", "brake_2_released", "presence",  "alarm_button", "mains_power"};
using Levels = std::array<bool, line_names.size()>;

/// The switches of the lift as a wire sees them: mechanical ones bounce for some milliseconds.
class Contacts {
 public:
  using OnEdge = std::function<void(Line line, bool level, Time at)>;
  Contacts(std::uint64_t seed, const Levels& levels, OnEdge on_edge);

  void follow(const Levels& levels, Time now);  ///< every millisecond

  struct Wire {
    bool level = false;
    Time since{};  ///< its last edge
  };
  const Wire& wire(Line line) const { return wires_.at(static_cast<std::size_t>(line)); }

 private:
  struct Bounce {
    std::size_t line;
    bool level;
    Time at;
  };
  void change(std::size_t line, Time now);
  void edge(std::size_t line, bool level, Time at);

  std::mt19937_64 random_;
  OnEdge on_edge_;
  Levels meant_;
  std::array<Wire, line_names.size()> wires_{};
  std::vector<Bounce> bounces_;
};

}  // namespace liftbox::simulated
