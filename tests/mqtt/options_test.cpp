#include <catch2/catch.hpp>

#include "protocols/mqtt/paho_options.hpp"

using namespace liftbox;
using namespace liftbox::mqtt;

namespace {

Settings broker(const std::string& host) {
  Settings settings;
  settings.host = host;
  settings.device = "box";
  return settings;
}

}  // namespace

TEST_CASE("unencrypted MQTT goes to this machine only") {
  for (const char* host : {"127.0.0.1", "127.1.2.3", "localhost", "::1"}) {
    CAPTURE(host);
    CHECK(why_not_plain(broker(host)).empty());
  }
  for (const char* host : {"192.168.1.5", "broker.example", "127.broker.example", "::2"}) {
    CAPTURE(host);
    CHECK(why_not_plain(broker(host)).find("give broker.ca_file for TLS") != std::string::npos);
  }
  Settings settings = broker("broker.example");
  SECTION("unless the configuration says so") {
    settings.insecure = true;
  }
  SECTION("or it is encrypted") {
    settings.tls = true;
  }
  CHECK(why_not_plain(settings).empty());
}

TEST_CASE("a broker's address is written as people know it") {
  Settings settings = broker("::1");
  CHECK(uri(settings) == "mqtt://[::1]:1883");
  settings = broker("broker.example");
  settings.tls = true;
  settings.port = 8883;
  CHECK(uri(settings) == "mqtts://broker.example:8883");
}
