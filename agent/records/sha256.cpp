#include "agent/records/sha256.hpp"

#include <openssl/sha.h>

namespace liftbox {

Sha256 sha256(std::string_view bytes) {
  Sha256 hash;
  // OpenSSL takes bytes as unsigned char; reading chars as such is well defined.
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

}  // namespace liftbox
