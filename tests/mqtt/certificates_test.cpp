#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "agent/ports/publisher.hpp"
#include "protocols/mqtt/credentials.hpp"
#include "tests/mqtt/test_ca.hpp"

using namespace liftbox;
using namespace liftbox::test;
using Catch::Contains;

namespace {

const TestCa& lab() {
  static const TestCa made;
  return made;
}

std::string why_not(const mqtt::Settings& settings) {
  try {
    mqtt::read_credentials(settings);
  } catch (const PublishError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("certificates that fit each other are taken up, with the day on which each ends") {
  const TestCa& ca = lab();
  const mqtt::Credentials found = mqtt::read_credentials(ca.box_at(8883));
  CHECK(found.own.name == "box");
  CHECK(found.own.issuer == "liftbox ca");
  CHECK(found.revocation);
  CHECK(found.warnings.empty());
  REQUIRE(found.terms.size() == 3);
  CHECK(found.terms[0].what == "certificate");
  CHECK(found.terms[0].name == "box");
  CHECK(found.terms[0].file == ca.file("box.pem"));
  CHECK(found.terms[1].what == "authority");
  CHECK(found.terms[2].what == "revocation list");
  const auto one_day = std::chrono::hours{24};
  CHECK(found.terms[1].until - found.terms[0].until > 3280 * one_day);
  CHECK(found.terms[0].until - found.terms[2].until > 330 * one_day);
}

TEST_CASE("of several authorities the one that lasts longest counts") {
  const TestCa& ca = lab();
  mqtt::Settings settings = ca.box_at(8883);
  std::ifstream trusted{ca.file("ca.pem")};
  std::ifstream ended{ca.file("faulty/expired-server.pem")};
  ca.write("both.pem", std::string{std::istreambuf_iterator<char>{ended}, {}} +
                           std::string{std::istreambuf_iterator<char>{trusted}, {}});
  settings.ca_file = ca.file("both.pem");
  CHECK(mqtt::read_credentials(settings).terms[1].name == "liftbox ca");
}

TEST_CASE("a file that is wrong is named with its key in the site file, and what to do") {
  const TestCa& ca = lab();
  mqtt::Settings settings = ca.box_at(8883);
  SECTION("missing") {
    settings.cert_file = ca.file("nowhere.pem");
    CHECK(why_not(settings) ==
          "cert_file " + ca.file("nowhere.pem") + ": there is no such file; put the box's certificate there");
  }
  SECTION("missing key") {
    settings.key_file = ca.file("nowhere.key");
    CHECK(why_not(settings) ==
          "key_file " + ca.file("nowhere.key") + ": there is no such file; put the box's key there");
  }
  SECTION("missing authority") {
    settings.ca_file = ca.file("nowhere.pem");
    CHECK_THAT(why_not(settings), Contains("ca_file") && Contains("put the authority's certificate there"));
  }
  SECTION("missing list") {
    settings.crl_file = ca.file("nowhere.pem");
    CHECK_THAT(why_not(settings),
               Contains("crl_file") && Contains("put the authority's list of revoked certificates there"));
  }
  SECTION("of another form") {
    ca.write("box.der", "\x30\x82");
    settings.cert_file = ca.file("box.der");
    CHECK_THAT(why_not(settings), Contains("holds no certificate in PEM form") && Contains("-inform der"));
  }
  SECTION("key of another certificate") {
    settings.key_file = ca.file("server.key");
    CHECK_THAT(why_not(settings), Contains("key_file " + ca.file("server.key") +
                                           ": does not belong to cert_file " + ca.file("box.pem")));
  }
  SECTION("key with a passphrase") {
    settings.key_file = ca.file("locked.key");
    REQUIRE(run({"openssl", "pkey", "-in", ca.file("box.key"), "-aes128", "-passout", "pass:secret", "-out",
                 settings.key_file}));
    CHECK_THAT(why_not(settings), Contains("has a passphrase"));
  }
  SECTION("no key at all") {
    settings.key_file = ca.file("box.pem");
    CHECK_THAT(why_not(settings), Contains("holds no private key in PEM form"));
  }
  SECTION("list that is none") {
    settings.crl_file = ca.file("ca.pem");
    CHECK_THAT(why_not(settings), Contains("holds no revocation list in PEM form"));
  }
  SECTION("of another box") {
    settings = ca.box_at(8883, "faulty/misnamed-box");
    CHECK_THAT(why_not(settings),
               Contains("is made out to 'another-box', not to 'box'") && Contains("correct 'device'"));
  }
}

TEST_CASE("a key that every user of the box can read is warned of") {
  const TestCa& ca = lab();
  const mqtt::Settings settings = ca.box_at(8883);
  ::chmod(settings.key_file.c_str(), 0640);
  CHECK(mqtt::read_credentials(settings).warnings.empty());
  ::chmod(settings.key_file.c_str(), 0644);
  CHECK(mqtt::read_credentials(settings).warnings ==
        std::vector<std::string>{"key_file " + settings.key_file +
                                 ": every user of this box can get at it; chmod 640"});
}
