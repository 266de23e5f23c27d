#pragma once

#include <memory>
#include <vector>

#include "agent/config/site.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/runtime/post.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox {

/// The sources that the site names: the controller's bus, the sensor lines.
std::vector<std::unique_ptr<SignalSource>> make_sources(const SiteConfig& site, boost::asio::io_context& io,
                                                        const Clock& clock, const Post& post);

/// Reads the password file. Throws std::runtime_error where it cannot be read.
mqtt::Settings mqtt_settings(const SiteConfig& site);

}  // namespace liftbox
