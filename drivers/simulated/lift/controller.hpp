#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "drivers/simulated/lift/machine.hpp"

namespace liftbox::simulated {

/// Numbered as in GB/T 24476.
enum class Mode : std::uint8_t {
  out_of_service,
  normal,
  inspection,
  fire_return,
  firefighter,
  emergency_power,
  earthquake,
};
inline constexpr std::array<std::string_view, 7> mode_names{
    "out_of_service", "normal", "inspection", "fire_return", "firefighter", "emergency_power", "earthquake"};

/// The control cabinet: answers calls one after the other, starts, stops, opens and shuts the door, and gives
/// up with a fault code when the machine does not do what it should.
class Controller {
 public:
  static constexpr Time start_up{3000};  ///< after the mains are back
  static constexpr std::uint16_t safety_chain_fault = 51;
  static constexpr std::uint16_t door_lock_fault = 53;
  static constexpr std::uint16_t brake_not_released_fault = 71;
  static constexpr std::uint16_t brake_not_set_fault = 72;

  Controller(Machine& machine, const DriveLimits& rated) : machine_{machine}, rated_{rated} {}

  void step(Time now);
  void landing_call(int landing);
  void car_call(int landing);
  void somebody_passed(Time now) {
    if (phase_ == Phase::dwelling) since_ = now;
  }
  void change_mode(Mode mode, Time now);
  void creep_to_landing(Time now);  ///< under inspection
  void open_door(Time now);
  void report_fault(std::uint16_t code) { fault_ = code; }

  bool alive() const { return alive_; }  ///< has power, and has started up
  bool idle() const { return phase_ == Phase::idle && car_calls_.empty() && landing_calls_.empty(); }
  Mode mode() const { return mode_; }
  std::uint16_t fault() const { return fault_; }
  int target() const { return target_; }

 private:
  enum class Phase : std::uint8_t { idle, starting, travelling, stopping, opening, dwelling, closing };

  bool start_up_again(Time now);
  void enter(Phase phase, Time now);
  void idle(Time now);
  void start(int landing, const DriveLimits& limits, Time now);
  void starting(Time now);
  void travelling(Time now);
  void stopping(Time now);
  void arrived(Time now);
  void opening(Time now);
  void dwelling(Time now);
  void closing(Time now);
  void give_up(std::uint16_t fault, Time now);
  bool called_here() const;
  void forget_calls();

  Machine& machine_;
  DriveLimits rated_;
  Mode mode_ = Mode::normal;
  std::uint16_t fault_ = 0;
  bool alive_ = true;
  Time ready_at_{};
  Phase phase_ = Phase::idle;
  Time since_{};
  int target_ = 1;
  DriveLimits limits_;
  bool reopening_ = false;  ///< something was in the way of the door
  std::vector<int> car_calls_;
  std::vector<int> landing_calls_;
};

}  // namespace liftbox::simulated
