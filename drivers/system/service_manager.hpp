#pragma once

#include <optional>
#include <string>

#include "agent/elevator/time.hpp"

/// How the daemon tells systemd how it is. Started by hand, with nobody to tell, every call does nothing.
namespace liftbox::service_manager {

void ready(const std::string& status);   ///< started; `status` is the line `systemctl status` shows
void status(const std::string& status);  ///< a new line for `systemctl status`
void reloading();                        ///< reads its configuration again; `ready` ends it
void stopping();
void kick_watchdog();

/// Silence that the service manager allows before it restarts the daemon; kick at half of it. Empty: nobody
/// watches.
std::optional<Duration> watchdog_interval();

}  // namespace liftbox::service_manager
