#pragma once

#include <chrono>
#include <string>

#include "protocols/mqtt/settings.hpp"

namespace mqtt {
class connect_options;
class message;
}  // namespace mqtt

namespace liftbox::mqtt {

std::string uri(const Settings& settings);  ///< "mqtt://127.0.0.1:1883", "mqtts://…"

/// Plain TCP goes to this machine only, unless the configuration says otherwise. Empty: it may.
std::string why_not_plain(const Settings& settings);

::mqtt::connect_options connect_options(const Settings& settings, bool v5, std::chrono::seconds keep_alive,
                                        const ::mqtt::message& will);

/// Why there is no connection, for people: which broker, what happened, what to do.
std::string explain(const Settings& settings, int return_code, int reason_code, const std::string& text);

}  // namespace liftbox::mqtt
