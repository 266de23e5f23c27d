#include "agent/daemon/heartbeat.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "drivers/system/service_manager.hpp"

namespace liftbox {

void Heartbeat::start(const std::optional<WatchdogSettings>& board) {
  if (board) {
    board_.emplace(board->device, board->timeout);
    const std::chrono::seconds timeout = board_->timeout();
    if (timeout != board->timeout)
      spdlog::warn("watchdog: {} takes {} s, not {} s", board->device.string(), timeout.count(),
                   board->timeout.count());
  }
  beat();
}

void Heartbeat::stop() {
  if (board_) board_->disarm();
}

bool Heartbeat::watched() const {
  return board_ || service_manager::watchdog_interval();
}

void Heartbeat::beat() {
  constexpr Duration none = never - Moment{};
  Duration interval = service_manager::watchdog_interval().value_or(none);
  if (board_) interval = std::min<Duration>(interval, board_->timeout());
  if (interval == none) return;
  parts_.timer.arm(interval / 3, [this] {
    parts_.store_worker.post([this] { parts_.post([this] { kick(); }); });
    beat();
  });
}

void Heartbeat::kick() const {
  service_manager::kick_watchdog();
  if (board_) board_->kick();
}

}  // namespace liftbox
