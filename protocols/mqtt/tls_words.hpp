#pragma once

#include <string>

#include "agent/ports/clock.hpp"
#include "protocols/mqtt/credentials.hpp"

namespace liftbox::mqtt {

/// What the words about a certificate rest on.
struct TlsContext {
  const Settings& settings;
  const Credentials& credentials;
  const Clock& clock;
};

/// Why this box does not trust the broker: OpenSSL's verdict (X509_V_ERR_…) on a certificate of the broker's
/// chain; depth 0 is the broker's own.
std::string why_not_trusted(const TlsContext& context, int verdict, int depth, const Certificate& judged);

/// Why the broker did not let this box in, in TLS: OpenSSL's reason (SSL_R_…) of the error that ended it.
std::string why_not_let_in(const TlsContext& context, int reason);

}  // namespace liftbox::mqtt
