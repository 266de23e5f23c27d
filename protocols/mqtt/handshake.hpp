#pragma once

#include <string>

#include "protocols/mqtt/tls.hpp"
#include "protocols/mqtt/tls_words.hpp"

namespace liftbox::mqtt {

/// Goes to the broker as Paho does, as far as TLS goes (judge_servers comes first), and hangs up. Returns
/// what went wrong and what to do; empty: nothing. Takes a few seconds at most.
std::string try_handshake(const TlsContext& context, const TlsFiles& files);

}  // namespace liftbox::mqtt
