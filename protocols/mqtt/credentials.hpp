#pragma once

#include <string>
#include <vector>

#include "agent/ports/credentials.hpp"
#include "agent/records/record.hpp"
#include "protocols/mqtt/pem.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox::mqtt {

/// The contents of the files by which box and broker know each other, read together and found to fit.
struct Credentials {
  std::string trusted;  ///< PEM: the authorities, and their lists of revoked certificates
  std::string chain;    ///< PEM: the box's certificate and what leads to its authority; empty: it has none
  std::string key;      ///< PEM
  bool revocation = false;  ///< there are such lists
  Certificate own;          ///< the first of `chain`
  std::vector<Term> terms;
  std::vector<std::string> warnings;
  Sha256 fingerprint{};  ///< other contents, other fingerprint
};

/// Throws PublishError: which file, what is wrong with it, what to do.
Credentials read_credentials(const Settings& settings);

}  // namespace liftbox::mqtt
