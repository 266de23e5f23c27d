#pragma once

#include <catch2/catch.hpp>

#include "protocols/mqtt/paho_publisher.hpp"
#include "tests/mqtt/inbox.hpp"
#include "tests/mqtt/shifted_clock.hpp"
#include "tests/mqtt/test_ca.hpp"

namespace liftbox::test {

/// One laboratory for all tests that leave it as it is.
inline const TestCa& ca() {
  static const TestCa made;
  return made;
}

/// A box that tells why it is not connected.
struct TlsBox {
  explicit TlsBox(const mqtt::Settings& settings) : publisher{settings, clock} {
    publisher.listen(inbox.callbacks());
  }
  /// Empty: it is connected.
  std::string why_not() {
    try {
      publisher.connect(Message{});
    } catch (const PublishError& error) {
      return error.what();
    }
    return {};
  }
  bool delivers() {
    Message record;
    record.topic = "record/alarm";
    record.payload = "{}";
    record.ticket = 1;
    publisher.publish(record);
    return inbox.until([&] { return inbox.has_accepted(1); });
  }

  ShiftedClock clock;
  Inbox inbox;
  mqtt::PahoPublisher publisher;
};

inline auto says(const std::string& words) {
  return Catch::Contains(words);
}

}  // namespace liftbox::test
