#pragma once

#include <string>

#include "agent/config/site.hpp"

namespace liftbox {

enum class Shown : std::uint8_t {
  given,      ///< what the files give
  effective,  ///< the defaults that are in force beside it too
};

/// The site file as it is in force, each value with the place it comes from: TOML that is a site file again.
/// What the profiles say follows in comments. Passwords and keys stay in the files that it names.
std::string show(const SiteConfig& site, Shown what);

/// One of its files (site, board, controller, region) by itself, as TOML. Throws std::invalid_argument where
/// the site has no such file.
std::string show_file(const SiteConfig& site, const std::string& role, Shown what);

}  // namespace liftbox
