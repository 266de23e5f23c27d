#pragma once

#include <string>
#include <vector>

#include "agent/config/site.hpp"
#include "agent/ports/clock.hpp"

namespace liftbox::cli {

/// How the files stand by which box and broker know each other, read as the daemon reads them.
struct CertificateCheck {
  std::string trouble;                ///< why they cannot be used, and what to do; empty: they can
  std::vector<std::string> warnings;  ///< what ends soon, what anybody can read; or that they are not here
};

/// A site file is also checked on a desk, far from the box: files none of which is on this machine are only
/// told of. Empty without TLS.
CertificateCheck check_certificates(const SiteConfig& site, WallTime now);

}  // namespace liftbox::cli
