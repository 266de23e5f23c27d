#include <catch2/catch.hpp>

#include "protocols/mqtt/paho_publisher.hpp"
#include "tests/mqtt/inbox.hpp"
#include "tests/mqtt/shifted_clock.hpp"
#include "tests/mqtt/test_ca.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

/// A box whose certificate is in box.pem and box.key, at a broker that knows its authority.
struct Renewal {
  TestCa ca;
  Mosquitto broker{ca.broker_with()};
  ShiftedClock clock;
  Inbox inbox;
  mqtt::PahoPublisher publisher{ca.box_at(broker.port), clock};

  Renewal() { publisher.listen(inbox.callbacks()); }
  void connect() { publisher.connect(Message{}); }
  void renew_certificate() const {
    std::filesystem::remove(ca.file("box.pem"));
    ca.make({"box"});
  }
};

}  // namespace

TEST_CASE("renewed certificates are seen, and the next connection is made with them") {
  Renewal box;
  box.connect();
  CHECK_FALSE(box.publisher.credentials().changed);
  box.renew_certificate();
  CHECK(box.publisher.credentials().changed);
  box.publisher.disconnect(1s);
  box.connect();
  CHECK_FALSE(box.publisher.credentials().changed);

  SECTION("also a new list of revoked ones: it ends the trust in this broker") {
    box.ca.make({"--revoke", "server"});
    CHECK(box.publisher.credentials().changed);
    box.publisher.disconnect(1s);
    CHECK_THROWS_WITH(box.connect(), Contains("the broker's certificate was revoked"));
  }
}

TEST_CASE("a renewal that is copied half is reported, and the box goes on with what it had") {
  Renewal box;
  box.connect();
  box.ca.copy("faulty/ending-box.pem", "box.pem");  // and the key comes later
  const CredentialReport half = box.publisher.credentials();
  CHECK_FALSE(half.changed);
  CHECK_THAT(half.trouble, Contains("key_file " + box.ca.file("box.key")) &&
                               Contains("does not belong to cert_file " + box.ca.file("box.pem")));
  CHECK(half.terms.size() == 3);
  box.publisher.disconnect(1s);
  CHECK_NOTHROW(box.connect());

  box.ca.copy("faulty/ending-box.key", "box.key");
  const CredentialReport whole = box.publisher.credentials();
  CHECK(whole.changed);
  CHECK(whole.trouble.empty());
  box.publisher.disconnect(1s);
  CHECK_NOTHROW(box.connect());
}
