#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "protocols/mqtt/settings.hpp"
#include "tests/mqtt/mosquitto.hpp"

namespace liftbox::test {

/// The laboratory's authority (scripts/make-test-ca) in a folder of its own, with all that must be refused.
class TestCa {
 public:
  TestCa();
  ~TestCa();
  TestCa(const TestCa&) = delete;
  TestCa& operator=(const TestCa&) = delete;

  /// Runs the script once more.
  void make(const std::vector<std::string>& arguments) const;
  std::string file(const std::string& name) const { return directory_ / name; }
  void copy(const std::string& from, const std::string& to) const;
  void write(const std::string& name, const std::string& text) const;

  /// A broker that wants certificates, goes by their names, and has this one itself.
  std::string broker_with(const std::string& certificate = "server",
                          const std::string& revoked = "crl") const;
  /// A box with this certificate.
  mqtt::Settings box_at(std::uint16_t port, const std::string& certificate = "box") const;

 private:
  std::filesystem::path directory_;
};

}  // namespace liftbox::test
