#include "agent/cli/site_file.hpp"

namespace liftbox::cli {

SiteConfig read_site_file(const std::string& file, const std::string& profiles) {
  return profiles.empty() ? load_site(file) : load_site(file, ProfileDirectories::below(profiles));
}

}  // namespace liftbox::cli
