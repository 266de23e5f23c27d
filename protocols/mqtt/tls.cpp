#include "protocols/mqtt/tls.hpp"

#include <utility>

#include "agent/ports/publisher.hpp"
#include "protocols/mqtt/handshake.hpp"
#include "protocols/mqtt/server_rules.hpp"
#include "protocols/mqtt/tls_words.hpp"

namespace liftbox::mqtt {
namespace {

MemoryFile file_of(const std::string& text) {
  return text.empty() ? MemoryFile{} : MemoryFile{text};
}

}  // namespace

TlsFiles Tls::take_up() {
  try {
    Credentials fresh = read_credentials(settings_);
    if (!in_use_ || in_use_->credentials.fingerprint != fresh.fingerprint)
      in_use_ = InUse{fresh, file_of(fresh.trusted), file_of(fresh.chain), file_of(fresh.key)};
  } catch (const PublishError&) {
    if (!in_use_) throw;
  }
  judge_servers(settings_.host, clock_.wall(), in_use_->credentials.revocation);
  return {in_use_->trusted.path(), in_use_->chain.path(), in_use_->key.path()};
}

CredentialReport Tls::report() const {
  CredentialReport report;
  if (in_use_) report.terms = in_use_->credentials.terms;
  try {
    const Credentials fresh = read_credentials(settings_);
    report.changed = !in_use_ || in_use_->credentials.fingerprint != fresh.fingerprint;
    report.terms = fresh.terms;
    report.warnings = fresh.warnings;
  } catch (const PublishError& error) {
    report.trouble = error.what();
  }
  return report;
}

std::string Tls::why_refused() const {
  const TlsFiles files{in_use_->trusted.path(), in_use_->chain.path(), in_use_->key.path()};
  return try_handshake({settings_, in_use_->credentials, clock_}, files);
}

}  // namespace liftbox::mqtt
