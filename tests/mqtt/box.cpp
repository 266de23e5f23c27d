#include <poll.h>

#include <iostream>
#include <string>

#include "drivers/system/system_clock.hpp"
#include "protocols/mqtt/paho_publisher.hpp"

/// A box that is online until it is killed. Its argument is the broker's port.
int main(int /*argc*/, char** argv) {
  liftbox::mqtt::Settings settings;
  settings.host = "127.0.0.1";
  settings.port = static_cast<std::uint16_t>(std::stoi(argv[1]));
  settings.device = "box";
  settings.topic_root = "lift/v1";
  const liftbox::SystemClock clock;
  liftbox::mqtt::PahoPublisher publisher{settings, clock};
  publisher.listen({.lost = [](const std::string&) {},
                    .accepted = [](std::uint64_t) { std::cout << "online" << std::endl; },
                    .refused = [](std::uint64_t, int, const std::string&) {},
                    .command = [](const liftbox::InboundCommand&) {}});
  liftbox::Message status;
  status.topic = "status";
  status.retained = true;
  status.payload = "offline";
  publisher.connect(status);
  status.payload = "online";
  status.ticket = 1;
  publisher.publish(status);
  ::poll(nullptr, 0, -1);
}
