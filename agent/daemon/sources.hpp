#pragma once

#include <memory>
#include <vector>

#include "agent/config/site.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/runtime/post.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox {

/// The controller's bus; none where the site has none.
std::unique_ptr<SignalSource> make_controller(const SiteConfig& site, boost::asio::io_context& io,
                                              const Clock& clock, const Post& post);
/// The sensor lines; none where the site has none.
std::unique_ptr<SignalSource> make_lines(const SiteConfig& site, boost::asio::io_context& io,
                                         const Clock& clock);
bool is_line_source(const SignalSource& source);

/// All that the site names.
std::vector<std::unique_ptr<SignalSource>> make_sources(const SiteConfig& site, boost::asio::io_context& io,
                                                        const Clock& clock, const Post& post);
std::vector<SourceBindings> bindings_of(const std::vector<std::unique_ptr<SignalSource>>& sources);

/// Reads the password file. Throws std::runtime_error where it cannot be read.
mqtt::Settings mqtt_settings(const SiteConfig& site);

}  // namespace liftbox
