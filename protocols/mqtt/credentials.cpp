#include "protocols/mqtt/credentials.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "agent/ports/publisher.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox::mqtt {
namespace {

/// A file that the site file names: by its key there, and what it should hold.
struct Named {
  const char* key;
  const std::string& path;
  const char* content;
};

[[noreturn]] void refuse(const Named& file, const std::string& what) {
  throw PublishError{fmt::format("{} {}: {}", file.key, file.path, what)};
}

std::string read(const Named& file) {
  errno = 0;
  std::ifstream in{file.path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open() && errno == ENOENT)
    refuse(file, fmt::format("there is no such file; put {} there", file.content));
  if (!in.is_open() || in.bad())
    refuse(file,
           fmt::format("cannot be read ({}); give it to the group of liftboxd: chgrp liftbox, chmod 640",
                       std::generic_category().message(errno)));
  return text;
}

std::vector<Certificate> certificates(const Named& file, const std::string& text) {
  auto found = certificates_in(text);
  if (found.empty())
    refuse(file, fmt::format("holds no certificate in PEM form; put {} there (openssl x509 -inform der "
                             "-in FILE converts the other form)",
                             file.content));
  return found;
}

/// With several authorities one may end while the next has taken over: what counts is the last.
Term term_of_authorities(const Named& file, const std::vector<Certificate>& authorities) {
  const auto last = std::max_element(authorities.begin(), authorities.end(),
                                     [](const auto& a, const auto& b) { return a.until < b.until; });
  return {"authority", file.path, last->name, last->until};
}

void read_authorities(const Settings& settings, Credentials& credentials) {
  const Named file{"ca_file", settings.ca_file, "the authority's certificate"};
  credentials.trusted = read(file);
  credentials.terms.push_back(term_of_authorities(file, certificates(file, credentials.trusted)));
}

void read_revocation_lists(const Settings& settings, Credentials& credentials) {
  if (settings.crl_file.empty()) return;
  const Named file{"crl_file", settings.crl_file, "the authority's list of revoked certificates"};
  const std::string text = read(file);
  const auto lists = revocation_lists_in(text);
  if (lists.empty())
    refuse(file, fmt::format("holds no revocation list in PEM form; put {} there", file.content));
  for (const RevocationList& list : lists)
    credentials.terms.push_back({"revocation list", file.path, list.issuer, list.until});
  credentials.trusted += "\n" + text;
  credentials.revocation = true;
}

void check_key(const Named& key, const std::string& cert_file, KeyFit fit) {
  switch (fit) {
    case KeyFit::fits:
      return;
    case KeyFit::of_another_certificate:
      refuse(key, fmt::format("does not belong to cert_file {}; put the key and the certificate that were "
                              "made together there",
                              cert_file));
    case KeyFit::encrypted:
      refuse(key, "has a passphrase, and nobody is there to type it; remove it: openssl pkey -in FILE");
    case KeyFit::unreadable:
      refuse(key, "holds no private key in PEM form; put the box's key there");
  }
}

void warn_of_readable(const Named& key, std::vector<std::string>& warnings) {
  struct stat status {};
  if (::stat(key.path.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0)
    warnings.push_back(
        fmt::format("{} {}: every user of this box can get at it; chmod 640", key.key, key.path));
}

void read_own(const Settings& settings, Credentials& credentials) {
  if (settings.cert_file.empty()) return;
  const Named file{"cert_file", settings.cert_file, "the box's certificate"};
  const Named key{"key_file", settings.key_file, "the box's key"};
  credentials.chain = read(file);
  credentials.own = certificates(file, credentials.chain).front();
  credentials.key = read(key);
  check_key(key, file.path, fit(credentials.chain, credentials.key));
  // One id: the broker's access rules go by the common name, the topics by the device.
  if (credentials.own.name != settings.device)
    refuse(file, fmt::format("is made out to '{}', not to '{}'; give the box its own certificate, or "
                             "correct 'device'",
                             credentials.own.name, settings.device));
  credentials.terms.push_back({"certificate", file.path, credentials.own.name, credentials.own.until});
  warn_of_readable(key, credentials.warnings);
}

}  // namespace

Credentials read_credentials(const Settings& settings) {
  Credentials credentials;
  read_own(settings, credentials);
  read_authorities(settings, credentials);
  read_revocation_lists(settings, credentials);
  const std::string all = credentials.trusted + '\0' + credentials.chain + '\0' + credentials.key;
  credentials.fingerprint = sha256(all);
  return credentials;
}

}  // namespace liftbox::mqtt
