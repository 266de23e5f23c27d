#pragma once

#include <cstddef>
#include <vector>

#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::worn {

/// The shaft as its switches cut it: cells one above the other, in each of which all of them read the same.
class Shaft {
 public:
  static constexpr double zone_mm = 150;   ///< either way of a landing (EN 81-20 allows 200, with doors 350)
  static constexpr double limit_mm = 200;  ///< beyond the terminal landings
  static constexpr double buffer_mm = 500;

  struct Cell {
    int floor = 1;
    bool zone = false;
    bool limit_top = false;
    bool limit_bottom = false;
  };

  explicit Shaft(const Building& building);

  int landings() const { return landings_; }
  double height(int landing) const { return storey_ * (landing - 1); }  ///< mm above the lowest
  double top() const { return height(landings_); }
  int nearest(double height) const;

  std::size_t cell_at(double height) const;
  const Cell& cell(std::size_t which) const { return cells_[which]; }
  double lower(std::size_t cell) const { return boundaries_[cell]; }
  double upper(std::size_t cell) const { return boundaries_[cell + 1]; }

 private:
  void add(const Cell& cell, double upper);

  int landings_;
  double storey_;
  std::vector<Cell> cells_;
  std::vector<double> boundaries_;
};

}  // namespace liftbox::worn
