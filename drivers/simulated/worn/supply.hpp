#pragma once

#include "drivers/simulated/worn/controller.hpp"

namespace liftbox::worn {

/// The mains, and the automatic rescue device that fetches the car when they fail, where there is one.
class Supply {
 public:
  Supply(const Setup& setup, Machine& machine, Controller& controller, Agenda& agenda, Chronicle& chronicle,
         std::uint64_t seed);

  void cut(Time lasting, bool rescue_works, Time now);
  void back(Time now);         ///< `Due::mains`
  void rescue_step(Time now);  ///< `Due::rescue_device`
  bool rescuing() const { return stage_ != Stage::none; }

 private:
  enum class Stage : std::uint8_t { none, waiting, releasing, fetching, arrived, opening };

  void fetch(Time now);
  void over(bool fetched, Time now);

  bool has_device_;
  Machine& machine_;
  Controller& controller_;
  Agenda& agenda_;
  Chronicle& chronicle_;
  Dice dice_;
  Stage stage_ = Stage::none;
  bool works_ = true;
  Chronicle::Entry outage_ = Chronicle::none;
  Chronicle::Entry rescue_ = Chronicle::none;
};

}  // namespace liftbox::worn
