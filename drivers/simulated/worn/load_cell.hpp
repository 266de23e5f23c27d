#pragma once

#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// The cell under the car, told by the controller in steps of the rated load; its zero drifts.
class LoadCell {
 public:
  LoadCell(const Setup& setup, Terminals& terminals, std::uint64_t seed);

  void weigh(int kg, Time now);
  void drift();        ///< every hour
  void set_to_zero();  ///< by a technician
  void knocked(double kg) { knock_kg_ = kg; }

 private:
  bool noisy_;
  Terminals& terminals_;
  Dice dice_;
  double step_kg_;
  double gain_;
  double drift_kg_ = 0;
  double knock_kg_ = 0;
};

}  // namespace liftbox::worn
