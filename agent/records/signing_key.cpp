#include "agent/records/signing_key.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "agent/records/hex.hpp"

namespace liftbox {
namespace {

constexpr std::size_t key_size = 32;        // RFC 8032, 5.1.5
constexpr std::size_t signature_size = 64;  // RFC 8032, 5.1.6

using Key = std::shared_ptr<EVP_PKEY>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void must(bool done, const char* what) {
  if (!done) throw std::runtime_error{std::string{"OpenSSL cannot "} + what};
}

}  // namespace

SigningKey::SigningKey(Key key) : key_{std::move(key)} {
  std::array<std::uint8_t, key_size> raw{};
  std::size_t size = raw.size();
  if (EVP_PKEY_get_id(key_.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size) != 1)
    throw std::runtime_error{"it is a key of another kind; `openssl genpkey -algorithm ed25519` makes one"};
  public_key_ = to_hex(raw);
}

SigningKey SigningKey::generate() {
  Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free};
  must(key != nullptr, "make a key");
  return SigningKey{std::move(key)};
}

SigningKey SigningKey::from_pem(std::string_view pem) {
  const Memory memory{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
  std::array<char, 1> no_password{};
  Key key{PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, no_password.data()), EVP_PKEY_free};
  if (key == nullptr) throw std::runtime_error{"it is no private key in PEM without a password"};
  return SigningKey{std::move(key)};
}

std::string SigningKey::pem() const {
  const Memory memory{BIO_new(BIO_s_mem()), BIO_free};
  must(PEM_write_bio_PKCS8PrivateKey(memory.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "write the key");
  char* text = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string SigningKey::sign(std::string_view bytes) const {
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::array<std::uint8_t, signature_size> signature{};
  std::size_t size = signature.size();
  must(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
           EVP_DigestSign(context.get(), signature.data(), &size, as_bytes(bytes), bytes.size()) == 1,
       "sign");
  return to_hex(signature);
}

bool signed_by(std::string_view public_key, std::string_view signature, std::string_view bytes) {
  std::array<std::uint8_t, key_size> raw_key{};
  std::array<std::uint8_t, signature_size> raw_signature{};
  if (!from_hex(public_key, raw_key) || !from_hex(signature, raw_signature)) return false;
  const Key key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw_key.data(), raw_key.size()),
                EVP_PKEY_free};
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  return key != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw_signature.data(), raw_signature.size(), as_bytes(bytes),
                          bytes.size()) == 1;
}

}  // namespace liftbox
