#include "tests/mqtt/tls_box.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// What a box says whose certificate the broker should not accept.
std::string said_of_own(const std::string& certificate) {
  Mosquitto broker{ca().broker_with()};
  return TlsBox{ca().box_at(broker.port, certificate)}.why_not();
}

/// openssl's own server, and a box that goes there.
class OpensslServer {
 public:
  explicit OpensslServer(const std::string& options)
      : process_{{"sh", "-c",
                  "exec openssl s_server -www -accept 127.0.0.1:" + std::to_string(settings.port) +
                      " -cert " + ca().file("server.pem") + " -key " + ca().file("server.key") + " " +
                      options + " 2>&1"}} {
    REQUIRE(says_line("ACCEPT"));
  }
  /// Paho was, and then who asks why.
  bool has_refused_twice(const std::string& why) { return says_line(why) && says_line(why); }

  mqtt::Settings settings = ca().box_at(free_port());

 private:
  bool says_line(const std::string& words) {
    auto line = process_.line();
    while (line && line->find(words) == std::string::npos) line = process_.line();
    return line.has_value();
  }

  Process process_;
};

}  // namespace

TEST_CASE("a box that the broker does not accept is told why, and which file it is") {
  const auto file = [](const std::string& name) { return " (cert_file " + ca().file(name) + ")"; };
  const std::string refused = "the broker does not accept this box's certificate: ";
  SECTION("revoked") {
    CHECK_THAT(said_of_own("faulty/revoked-box"),
               says(refused + "it was revoked; have a new one made" + file("faulty/revoked-box.pem")));
  }
  SECTION("ended") {
    CHECK_THAT(said_of_own("faulty/expired-box"),
               says(refused + "it ended 20") && says("; renew it" + file("faulty/expired-box.pem")));
  }
  SECTION("of an unknown authority") {
    CHECK_THAT(said_of_own("faulty/other-box"),
               says(refused + "it does not know 'liftbox other-ca'; have it made by the broker's authority"));
  }
  SECTION("good, and the broker's list of revoked certificates has ended") {
    Mosquitto broker{ca().broker_with("server", "faulty/expired-crl")};
    CHECK_THAT(TlsBox{ca().box_at(broker.port)}.why_not(),
               says(refused + "expired, says the broker, but it is good until 20") &&
                   says("; the broker's clock or its revocation list (crlfile) is out of date"));
  }
  SECTION("without a certificate") {
    Mosquitto broker{ca().broker_with()};
    mqtt::Settings settings = ca().box_at(broker.port);
    settings.cert_file.clear();
    settings.key_file.clear();
    CHECK_THAT(TlsBox{settings}.why_not(),
               says("the broker wants a certificate; give cert_file and key_file"));
  }
}

TEST_CASE("what another TLS server than mosquitto refuses is understood too") {
  const std::string wants_certificate = "-tls1_2 -Verify 1 -verify_return_error -CAfile ";
  SECTION("it speaks TLS 1.1") {
    OpensslServer old{"-tls1_1 -cipher ALL@SECLEVEL=0"};
    CHECK_THAT(TlsBox{old.settings}.why_not(), says("no safe TLS in common"));
    CHECK(old.has_refused_twice("no shared cipher"));
  }
  SECTION("it speaks TLS 1.2 with CBC ciphers only") {
    OpensslServer weak{"-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA"};
    CHECK_THAT(TlsBox{weak.settings}.why_not(), says("no safe TLS in common"));
    CHECK(weak.has_refused_twice("no shared cipher"));
  }
  SECTION("it does not know the box's authority") {
    OpensslServer strange{wants_certificate + ca().file("faulty/other-ca.pem")};
    CHECK_THAT(TlsBox{strange.settings}.why_not(), says("it does not know 'liftbox ca'"));
  }
  SECTION("it wants a certificate from a box that has none") {
    OpensslServer strict{wants_certificate + ca().file("ca.pem")};
    strict.settings.cert_file = strict.settings.key_file = "";
    CHECK_THAT(TlsBox{strict.settings}.why_not(),
               says("or it wants a certificate: give cert_file and key_file"));
  }
}
