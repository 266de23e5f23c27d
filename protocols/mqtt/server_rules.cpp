#include "protocols/mqtt/server_rules.hpp"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <new>

namespace liftbox::mqtt {

namespace {

/// Made once and changed in place: OpenSSL 3.0 never frees the name of one that is replaced.
X509_VERIFY_PARAM* make_rules() {
  X509_VERIFY_PARAM* rules = X509_VERIFY_PARAM_new();
  if (rules == nullptr || X509_VERIFY_PARAM_set1_name(rules, "ssl_server") != 1) throw std::bad_alloc{};
  // As in the entry of OpenSSL that this one replaces.
  X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_trust(rules, X509_TRUST_SSL_SERVER);
  if (X509_VERIFY_PARAM_add0_table(rules) != 1) throw std::bad_alloc{};
  return rules;
}

}  // namespace

void judge_servers(const std::string& host, WallTime now, bool revocation) {
  static X509_VERIFY_PARAM* const rules = make_rules();
  X509_VERIFY_PARAM_set1_host(rules, nullptr, 0);
  X509_VERIFY_PARAM_set1_ip(rules, nullptr, 0);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1 &&
      X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size()) != 1)
    throw std::bad_alloc{};
  X509_VERIFY_PARAM_set_time(rules, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  if (revocation)
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_CRL_CHECK);
  else
    X509_VERIFY_PARAM_clear_flags(rules, X509_V_FLAG_CRL_CHECK);
}

}  // namespace liftbox::mqtt
