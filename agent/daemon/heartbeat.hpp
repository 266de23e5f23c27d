#pragma once

#include <optional>

#include "agent/config/site.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"
#include "drivers/system/hardware_watchdog.hpp"

namespace liftbox {

/// Kicks the watchdogs of the service manager and of the board, but only while the agent's thread and the
/// store's Worker answer. A silent bus is no reason to reset the alarm function. Agent's thread.
class Heartbeat {
 public:
  struct Parts {
    Worker& store_worker;
    Post post;
    Timer timer;
  };

  explicit Heartbeat(Parts parts) : parts_{std::move(parts)} {}

  /// Throws where the board's watchdog is configured and cannot be opened.
  void start(const std::optional<WatchdogSettings>& board);
  /// The box ends in good order: the board's watchdog must not bite.
  void stop();
  /// Somebody would be missed: a watchdog is kept quiet.
  bool watched() const;

 private:
  void beat();
  void kick() const;

  Parts parts_;
  std::optional<HardwareWatchdog> board_;
};

}  // namespace liftbox
