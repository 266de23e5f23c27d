#pragma once

#include <string>

#include "agent/ports/clock.hpp"

namespace liftbox::mqtt {

/// How every TLS client of this process judges servers from now on, while none is doing so: as `host`, at
/// this time, and, with `revocation`, by the lists of revoked certificates among what it trusts.
///
/// Paho gives nobody its SSL_CTX, and OpenSSL ignores such lists unless it is told to use them. Asking the
/// broker first in a handshake of our own would prove nothing of the next one, which may reach somebody else:
/// who holds a stolen certificate can let the first pass. But each verification also takes up the rules that
/// the process has under the name of what it verifies, and those can be replaced
/// (X509_VERIFY_PARAM_add0_table): so the connection itself is judged.
void judge_servers(const std::string& host, WallTime now, bool revocation);

}  // namespace liftbox::mqtt
