#include "protocols/mqtt/tls_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "agent/records/rfc3339.hpp"

namespace liftbox::mqtt {
namespace {

std::string day(WallTime time) {
  constexpr std::size_t day_characters = 10;  // 2026-01-05
  return format_rfc3339(time.time_since_epoch().count(), 0).substr(0, day_characters);
}

/// What to do about something that is out of its time: as often the clock is out of its mind.
std::string remedy(const Clock& clock, const std::string& otherwise) {
  if (clock.quality() == ClockQuality::unset)
    return fmt::format("this box's clock was never set, it says {}: is a time server reachable?",
                       day(clock.wall()));
  return fmt::format("{} (this box's clock says {})", otherwise, day(clock.wall()));
}

std::string whose(int depth, const Certificate& judged) {
  return depth == 0 ? "the broker's certificate"
                    : fmt::format("the authority '{}' of the broker's certificate", judged.name);
}

std::string unknown_authority(const TlsContext& context, const Certificate& judged) {
  return fmt::format(
      "the broker's certificate is from '{}', which ca_file {} does not know; put the "
      "authority of the broker there",
      judged.issuer, context.settings.ca_file);
}

std::string wrong_name(const TlsContext& context, const Certificate& judged) {
  const auto hosts = judged.hosts.empty() ? std::vector{judged.name} : judged.hosts;
  return fmt::format(
      "the broker's certificate is for {}, not for {}; correct broker.host, or have a "
      "certificate made for it",
      fmt::join(hosts, ", "), context.settings.host);
}

std::string of_list(const TlsContext& context, const Certificate& judged, const std::string& what) {
  return fmt::format("crl_file {}: the list of '{}' {}", context.settings.crl_file, judged.issuer, what);
}

WallTime end_of_list(const Credentials& credentials, const std::string& issuer) {
  for (const Term& term : credentials.terms)
    if (term.what == "revocation list" && term.name == issuer) return term.until;
  return {};
}

std::string list_not_good(const TlsContext& context, int verdict, const Certificate& judged) {
  if (verdict == X509_V_ERR_CRL_HAS_EXPIRED)
    return of_list(context, judged,
                   fmt::format("ended {}; {}", day(end_of_list(context.credentials, judged.issuer)),
                               remedy(context.clock, "put the newest there")));
  if (verdict == X509_V_ERR_CRL_NOT_YET_VALID)
    return of_list(context, judged, "has not begun; " + remedy(context.clock, "set the clock, or wait"));
  return of_list(context, judged, "is not in it; add it");
}

std::string of_own(const TlsContext& context, const std::string& why, const std::string& remedy) {
  return fmt::format("the broker does not accept this box's certificate: {}; {} (cert_file {})", why, remedy,
                     context.settings.cert_file);
}

std::string of_own_time(const TlsContext& context) {
  const std::string until = day(context.credentials.own.until);
  if (context.credentials.own.until < context.clock.wall())
    return of_own(context, "it ended " + until, "renew it");
  return of_own(context, fmt::format("expired, says the broker, but it is good until {}", until),
                "the broker's clock or its revocation list (crlfile) is out of date");
}

std::string of_own_authority(const TlsContext& context) {
  return of_own(context, fmt::format("it does not know '{}'", context.credentials.own.issuer),
                "have it made by the broker's authority, or have the broker trust this one (cafile)");
}

}  // namespace

std::string why_not_trusted(const TlsContext& context, int verdict, int depth, const Certificate& judged) {
  switch (verdict) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return wrong_name(context, judged);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return fmt::format("{} ended {}; {}", whose(depth, judged), day(judged.until),
                         remedy(context.clock, "have it renewed"));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return fmt::format("{} begins {}; {}", whose(depth, judged), day(judged.from),
                         remedy(context.clock, "set the clock, or wait"));
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return unknown_authority(context, judged);
    case X509_V_ERR_CERT_REVOKED:
      return fmt::format(
          "the broker's certificate was revoked by '{}'; somebody may pose as the broker: tell "
          "its operator",
          judged.issuer);
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return list_not_good(context, verdict, judged);
    case X509_V_ERR_INVALID_PURPOSE:
      return "the broker's certificate is not made for a server (extendedKeyUsage); have one made that is";
    default:
      return fmt::format("{} is not good: {}; tell its operator", whose(depth, judged),
                         X509_verify_cert_error_string(verdict));
  }
}

std::string why_not_let_in(const TlsContext& context, int reason) {
  switch (reason) {
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      return of_own(context, "it was revoked", "have a new one made");
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return of_own_time(context);
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      return of_own_authority(context);
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
      return of_own(context, "it is not good", "the broker's log says why");
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "the broker wants a certificate; give cert_file and key_file";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return fmt::format(
          "broker and box have no safe TLS in common; the broker must speak 1.2 or later, with ECDHE and "
          "AES-GCM{}",
          context.credentials.chain.empty() ? ", or it wants a certificate: give cert_file and key_file"
                                            : "");
    case SSL_R_WRONG_VERSION_NUMBER:
      return fmt::format("port {} does not speak TLS; correct broker.port (mostly 8883)",
                         context.settings.port);
    default:
      return fmt::format("the TLS handshake failed: {}; the broker's log may say more",
                         ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, reason)));
  }
}

}  // namespace liftbox::mqtt
