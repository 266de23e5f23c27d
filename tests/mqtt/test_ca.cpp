#include "tests/mqtt/test_ca.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace liftbox::test {

TestCa::TestCa() {
  std::string name = std::filesystem::temp_directory_path() / "liftbox-tls-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
  directory_ = name;
  make({"--faulty", "box"});
}

TestCa::~TestCa() {
  std::filesystem::remove_all(directory_);
}

void TestCa::make(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{MAKE_TEST_CA, directory_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  if (!run(command)) throw std::runtime_error{"scripts/make-test-ca failed"};
}

void TestCa::copy(const std::string& from, const std::string& to) const {
  std::filesystem::copy_file(directory_ / from, directory_ / to,
                             std::filesystem::copy_options::overwrite_existing);
}

void TestCa::write(const std::string& name, const std::string& text) const {
  std::ofstream{directory_ / name} << text;
}

std::string TestCa::broker_with(const std::string& certificate, const std::string& revoked) const {
  return fmt::format(
      "cafile {0}\ncrlfile {1}\ncertfile {2}.pem\nkeyfile {2}.key\n"
      "require_certificate true\nuse_identity_as_username true\n",
      file("ca.pem"), file(revoked + ".pem"), file(certificate));
}

mqtt::Settings TestCa::box_at(std::uint16_t port, const std::string& certificate) const {
  mqtt::Settings settings = settings_for(port);
  settings.tls = true;
  settings.ca_file = file("ca.pem");
  settings.crl_file = file("crl.pem");
  settings.cert_file = file(certificate + ".pem");
  settings.key_file = file(certificate + ".key");
  return settings;
}

}  // namespace liftbox::test
