#pragma once

namespace liftbox::simulated {

/// The shaft and its landings. Heights in mm above the lowest landing; landings count from 1.
struct Shaft {
  int landings = 8;
  double storey = 3000;

  static constexpr double zone = 200;         ///< the door can be unlocked this far above and below a landing
  static constexpr double final_limit = 150;  ///< the limit switch, beyond the terminal landing
  static constexpr double buffer = 300;       ///< where the car meets its buffer, beyond the terminal landing

  double height_of(int landing) const { return (landing - 1) * storey; }
  double top() const { return height_of(landings); }
  int nearest_landing(double height) const;
  double off_landing(double height) const;  ///< distance to the nearest one
  bool in_zone(double height) const { return off_landing(height) <= zone; }
  bool at_top_limit(double height) const { return height >= top() + final_limit; }
  bool at_bottom_limit(double height) const { return height <= -final_limit; }
};

}  // namespace liftbox::simulated
