#include "protocols/mqtt/pem.hpp"

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <ctime>
#include <memory>

namespace liftbox::mqtt {
namespace {

template <auto free>
struct Freed {
  template <class Object>
  void operator()(Object* object) const {
    free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;

Bio bio_of(const std::string& text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

WallTime wall_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return WallTime{std::chrono::seconds{::timegm(&parts)}};
}

std::string text_of(const ASN1_STRING* string) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, string);
  if (size < 0) return {};
  std::string text{reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size)};
  OPENSSL_free(utf8);
  return text;
}

std::string short_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at >= 0) return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  std::array<char, 256> whole{};
  X509_NAME_oneline(name, whole.data(), static_cast<int>(whole.size()));
  return whole.data();
}

std::string address_text(const ASN1_OCTET_STRING* bytes) {
  constexpr int v4_bytes = 4;
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(bytes) == v4_bytes ? AF_INET : AF_INET6;
  ::inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size());
  return text.data();
}

std::vector<std::string> hosts_of(const X509& certificate) {
  std::vector<std::string> hosts;
  const GeneralNames names{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) hosts.push_back(text_of(name->d.dNSName));
    if (name->type == GEN_IPADD) hosts.push_back(address_text(name->d.iPAddress));
  }
  return hosts;
}

/// Without it OpenSSL would ask at the terminal.
int no_passphrase(char* /*to*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

/// Reads one after another until none is left; the error of the last, empty read is no error.
template <class Read, class Take>
void each_in(const std::string& pem, Read read, Take take) {
  const Bio bio = bio_of(pem);
  while (const auto object = read(bio.get())) take(*object);
  ERR_clear_error();
}

}  // namespace

Certificate read_certificate(const X509& certificate) {
  return {.name = short_name(X509_get_subject_name(&certificate)),
          .issuer = short_name(X509_get_issuer_name(&certificate)),
          .hosts = hosts_of(certificate),
          .from = wall_time(X509_get0_notBefore(&certificate)),
          .until = wall_time(X509_get0_notAfter(&certificate))};
}

std::vector<Certificate> certificates_in(const std::string& pem) {
  std::vector<Certificate> found;
  each_in(
      pem, [](BIO* bio) { return X509Ptr{PEM_read_bio_X509(bio, nullptr, nullptr, nullptr)}; },
      [&](const X509& certificate) { found.push_back(read_certificate(certificate)); });
  return found;
}

std::vector<RevocationList> revocation_lists_in(const std::string& pem) {
  std::vector<RevocationList> found;
  each_in(
      pem, [](BIO* bio) { return CrlPtr{PEM_read_bio_X509_CRL(bio, nullptr, nullptr, nullptr)}; },
      [&](const X509_CRL& list) {
        found.push_back({short_name(X509_CRL_get_issuer(&list)), wall_time(X509_CRL_get0_nextUpdate(&list))});
      });
  return found;
}

KeyFit fit(const std::string& certificates, const std::string& key) {
  const Bio certificate_bio = bio_of(certificates);
  const Bio key_bio = bio_of(key);
  const X509Ptr certificate{PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr)};
  bool passphrase_asked = false;
  const KeyPtr own{PEM_read_bio_PrivateKey(key_bio.get(), nullptr, no_passphrase, &passphrase_asked)};
  const bool fits = certificate && own && X509_check_private_key(certificate.get(), own.get()) == 1;
  ERR_clear_error();
  if (fits) return KeyFit::fits;
  if (passphrase_asked) return KeyFit::encrypted;
  return own ? KeyFit::of_another_certificate : KeyFit::unreadable;
}

}  // namespace liftbox::mqtt
