#include "agent/cli/certificates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "agent/ports/publisher.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/runtime/credential_watch.hpp"
#include "protocols/mqtt/credentials.hpp"

namespace liftbox::cli {
namespace {

bool is_here(const std::filesystem::path& file) {
  std::error_code ignored;
  return !file.empty() && std::filesystem::exists(file, ignored);
}

mqtt::Settings settings_of(const SiteConfig& site) {
  mqtt::Settings settings;
  settings.device = site.device;
  settings.ca_file = site.broker->ca_file.string();
  settings.crl_file = site.broker->crl_file.string();
  settings.cert_file = site.broker->cert_file.string();
  settings.key_file = site.broker->key_file.string();
  return settings;
}

}  // namespace

CertificateCheck check_certificates(const SiteConfig& site, WallTime now) {
  CertificateCheck check;
  if (!site.broker || !site.broker->tls) return check;
  const BrokerSettings& broker = *site.broker;
  const std::array files{broker.ca_file, broker.crl_file, broker.cert_file, broker.key_file};
  if (std::none_of(files.begin(), files.end(), is_here)) {
    check.warnings.push_back(
        fmt::format("its certificates are not on this machine ({}): check the file again on the box",
                    broker.ca_file.string()));
    return check;
  }
  try {
    const mqtt::Credentials credentials = mqtt::read_credentials(settings_of(site));
    check.warnings = credentials.warnings;
    for (const Term& term : credentials.terms) {
      const std::string until = format_rfc3339(term.until.time_since_epoch().count(), 0);
      if (term.until <= now)
        check.trouble =
            fmt::format("the {} '{}' ({}) ended {}: renew it", term.what, term.name, term.file, until);
      else if (ends_soon(term, now))
        check.warnings.push_back(fmt::format("the {} '{}' ({}) ends {}: {} days are left; renew it",
                                             term.what, term.name, term.file, until, days_left(term, now)));
    }
  } catch (const PublishError& error) {
    check.trouble = error.what();
  }
  return check;
}

}  // namespace liftbox::cli
