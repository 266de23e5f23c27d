#pragma once

#include <cstdint>

#include "drivers/simulated/lift/time.hpp"

namespace liftbox::simulated {

/// The car door, coupled with the landing door, and its operator: it opens and shuts in its time, something
/// gets into its way, or it is stuck.
class Door {
 public:
  enum class Command : std::uint8_t { none, open, close };
  enum class Stuck : std::uint8_t { no, shut, open };

  static constexpr Time opening_time{1800};
  static constexpr Time closing_time{2200};
  static constexpr Time locking_time{120};     ///< after it is closed
  static constexpr double obstacle_at = 0.75;  ///< of the full opening, where the light curtain sees it

  void command(Command command) { command_ = command; }
  void step();  ///< one millisecond

  Command command() const { return command_; }
  bool closed() const { return opening_ <= 0; }
  bool fully_open() const { return opening_ >= 1; }
  bool locked() const { return closed() && closed_for_ >= locking_time; }
  bool obstructed() const { return obstructed_; }

  /// Something is in the way of the next closings, each time until the door is open again.
  void obstruct(int times) { obstacles_ = times; }
  void stick(Stuck stuck) { stuck_ = stuck; }
  Stuck stuck() const { return stuck_; }

 private:
  void open();
  void close();

  double opening_ = 0;  ///< 0 closed to 1 fully open
  Command command_ = Command::none;
  Time closed_for_ = locking_time;
  int obstacles_ = 0;
  bool obstructed_ = false;
  Stuck stuck_ = Stuck::no;
};

}  // namespace liftbox::simulated
