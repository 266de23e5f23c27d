#pragma once

#include <string>

#include "agent/config/site.hpp"

namespace liftbox::cli {

/// Reads a site file for a command that works without the daemon. `profiles` is what was given as --profiles;
/// empty: those that are installed. Throws ConfigError.
SiteConfig read_site_file(const std::string& file, const std::string& profiles);

}  // namespace liftbox::cli
