#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace liftbox {

/// An Ed25519 key pair (RFC 8032), with which a box signs what it has recorded. Cheap to copy; safe to use
/// from any thread.
class SigningKey {
 public:
  static SigningKey generate();
  /// PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it. Throws std::runtime_error saying what
  /// it is instead.
  static SigningKey from_pem(std::string_view pem);

  std::string pem() const;
  const std::string& public_key() const { return public_key_; }  ///< 64 hexadecimal digits
  std::string sign(std::string_view bytes) const;                ///< 128 hexadecimal digits

 private:
  explicit SigningKey(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
  std::string public_key_;
};

/// Whether the owner of the key signed these bytes. Key and signature as SigningKey writes them; text that
/// is neither signed nothing.
bool signed_by(std::string_view public_key, std::string_view signature, std::string_view bytes);

}  // namespace liftbox
