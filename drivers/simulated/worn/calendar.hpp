#pragma once

#include "drivers/simulated/worn/director.hpp"

namespace liftbox::worn {

/// What the caretaker has arranged: maintenance twice a month, and a lift that is switched off at night.
class Calendar {
 public:
  Calendar(const Setup& setup, const Stage& stage, const Director& director, std::uint64_t seed);

  void begin(Time now);
  void step(Time now);  ///< `Due::calendar`

 private:
  void agenda_next(Time now);
  void night(Time now);

  Setup setup_;
  Stage stage_;
  const Director& director_;
  Dice dice_;
  bool off_at_night_;
  Time maintenance_at_ = never;
};

}  // namespace liftbox::worn
