#pragma once

#include <vector>

#include "agent/config/document.hpp"
#include "agent/config/site.hpp"

namespace liftbox {

/// Which detectors can never raise anything, because nothing provides what they need, goes to the site's
/// warnings. A box that could not tell of an entrapment in any way is a mistake, unless the site says so.
void check_needs(const Table& root, SiteConfig& site);

}  // namespace liftbox
