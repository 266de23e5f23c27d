#pragma once

#include <string>
#include <vector>

#include "agent/ports/clock.hpp"

struct x509_st;  // OpenSSL's X509

namespace liftbox::mqtt {

/// What a certificate says of itself.
struct Certificate {
  std::string name;                ///< common name, else the whole subject
  std::string issuer;              ///< likewise
  std::vector<std::string> hosts;  ///< DNS names and addresses that it is for
  WallTime from;
  WallTime until;
};
Certificate read_certificate(const x509_st& certificate);

/// A list of revoked certificates.
struct RevocationList {
  std::string issuer;
  WallTime until;  ///< from then on it says nothing any more
};

/// All that a PEM text holds, in its order; what is something else is passed over.
std::vector<Certificate> certificates_in(const std::string& pem);
std::vector<RevocationList> revocation_lists_in(const std::string& pem);

enum class KeyFit : std::uint8_t { fits, of_another_certificate, encrypted, unreadable };
/// Whether the private key belongs to the first certificate.
KeyFit fit(const std::string& certificates, const std::string& key);

}  // namespace liftbox::mqtt
