#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/mqtt/tls_box.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;

namespace {

constexpr auto year = 24h * 365;

bool has_ipv6() {
  const int socket = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return bound;
}

/// What a box with good certificates says of a broker with this one.
std::string said_of(const std::string& server) {
  Mosquitto broker{ca().broker_with(server)};
  return TlsBox{ca().box_at(broker.port)}.why_not();
}

}  // namespace

TEST_CASE("box and broker that know each other's authority talk, and the broker goes by the common name") {
  Mosquitto rules_only;
  const std::string rules =
      rules_only.file("rules", "pattern write lift/v1/%u/record/#\npattern read lift/v1/%u/cmd/#\n");
  Mosquitto broker{ca().broker_with() + "acl_file " + rules + "\n"};
  TlsBox box{ca().box_at(broker.port)};
  CHECK(box.why_not().empty());
  CHECK(box.delivers());
}

TEST_CASE("the broker is known by its name and by its address") {
  Mosquitto broker{ca().broker_with()};
  mqtt::Settings settings = ca().box_at(broker.port);
  settings.host = GENERATE("127.0.0.1", "localhost");
  CAPTURE(settings.host);
  CHECK(TlsBox{settings}.why_not().empty());
}

TEST_CASE("a broker is known by its IPv6 address, and must have it in its certificate") {
  if (!has_ipv6()) {
    WARN("this machine has no IPv6: not tried");
    return;
  }
  const std::uint16_t port = free_port();
  const auto said = [port](const std::string& server) {
    Mosquitto broker{"listener " + std::to_string(port) + " ::1\n" + ca().broker_with(server)};
    mqtt::Settings settings = ca().box_at(port);
    settings.host = "::1";
    return TlsBox{settings}.why_not();
  };
  CHECK(said("server").empty());
  CHECK_THAT(said("faulty/misnamed-server"), says("is for other.example, not for ::1"));
}

TEST_CASE("a broker with a certificate for another name is refused, and both names are said") {
  const std::string said = said_of("faulty/misnamed-server");
  CHECK_THAT(said, says("the broker's certificate is for other.example, not for 127.0.0.1"));
  CHECK_THAT(said, says("correct broker.host"));
}

TEST_CASE("a broker whose certificate ended is refused, with the day") {
  CHECK_THAT(said_of("faulty/expired-server"), says("the broker's certificate ended 20") &&
                                                   says("; have it renewed (this box's clock says 20"));
}

TEST_CASE("a broker whose certificate has not begun is refused, and the box's own clock is doubted") {
  SECTION("it begins in the future") {
    CHECK_THAT(said_of("faulty/early-server"),
               says("the broker's certificate begins 20") && says("set the clock, or wait"));
  }
  SECTION("the box's clock was never set") {
    Mosquitto broker{ca().broker_with()};
    mqtt::Settings settings = ca().box_at(broker.port);
    settings.crl_file.clear();
    TlsBox box{settings};
    box.clock.shift = -20 * year;
    box.clock.said = ClockQuality::unset;
    CHECK_THAT(box.why_not(), says("begins 20") && says("this box's clock was never set, it says 20") &&
                                  says("is a time server reachable?"));
    box.clock.shift = 0h;
    CHECK(box.why_not().empty());
  }
}

TEST_CASE("a broker of an authority that the box does not know is refused, and the authority named") {
  CHECK_THAT(said_of("faulty/other-server"),
             says("the broker's certificate is from 'liftbox other-ca', which ca_file " +
                  ca().file("ca.pem") + " does not know"));
}

TEST_CASE("an authority that ended makes its brokers' certificates worthless") {
  Mosquitto broker{ca().broker_with()};
  mqtt::Settings settings = ca().box_at(broker.port);
  settings.crl_file.clear();
  TlsBox box{settings};
  box.clock.shift = 11 * year;
  CHECK_THAT(box.why_not(), says("the authority 'liftbox ca' of the broker's certificate ended 20"));
}

TEST_CASE("a broker whose certificate was revoked is refused, although all else is right with it") {
  SECTION("by a box that has the list") {
    CHECK_THAT(said_of("faulty/revoked-server"), says("was revoked by 'liftbox ca'"));
  }
  SECTION("and not by one that has none") {
    Mosquitto broker{ca().broker_with("faulty/revoked-server")};
    mqtt::Settings settings = ca().box_at(broker.port);
    settings.crl_file.clear();
    CHECK(TlsBox{settings}.why_not().empty());
  }
}

TEST_CASE("a list of revoked certificates that is out of date, or another authority's, trusts nobody") {
  Mosquitto broker{ca().broker_with()};
  mqtt::Settings settings = ca().box_at(broker.port);
  SECTION("it ended") {
    settings.crl_file = ca().file("faulty/expired-crl.pem");
    CHECK_THAT(TlsBox{settings}.why_not(),
               says("crl_file " + settings.crl_file + ": the list of 'liftbox ca' ended 20") &&
                   says("; put the newest there"));
  }
  SECTION("it has not begun") {
    TlsBox box{settings};
    box.clock.shift = -24h;
    CHECK_THAT(box.why_not(), says("has not begun; set the clock, or wait"));
  }
  SECTION("it is another's") {
    settings.crl_file = ca().file("faulty/other-crl.pem");
    CHECK_THAT(TlsBox{settings}.why_not(), says("the list of 'liftbox ca' is not in it; add it"));
  }
}

TEST_CASE("a certificate that is no server's does not make a broker") {
  CHECK_THAT(said_of("faulty/client-as-server"), says("not made for a server"));
}

TEST_CASE("a port without TLS, or without a broker, is told from a bad certificate") {
  Mosquitto plain;
  mqtt::Settings settings = ca().box_at(plain.port);
  CHECK_THAT(TlsBox{settings}.why_not(),
             says("the broker hung up when TLS began; is broker.port its TLS port"));
  settings.port = free_port();
  CHECK_THAT(TlsBox{settings}.why_not(),
             says("mqtts://127.0.0.1:" + std::to_string(settings.port) + ": nobody listens on port"));
  settings.host = "no-such-host.invalid";
  CHECK_THAT(TlsBox{settings}.why_not(), says("the name no-such-host.invalid has no address"));
}
