#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "protocols/mqtt/settings.hpp"
#include "tests/mqtt/process.hpp"

namespace liftbox::test {

std::uint16_t free_port();
mqtt::Settings settings_for(std::uint16_t port);

/// A foreign broker on loopback with a directory of its own.
class Mosquitto {
 public:
  explicit Mosquitto(const std::string& configuration = "");
  ~Mosquitto();
  Mosquitto(const Mosquitto&) = delete;
  Mosquitto& operator=(const Mosquitto&) = delete;

  void start();
  void end(int signal);
  /// As a platform does, with mosquitto_pub.
  void publish(const std::vector<std::string>& arguments) const;
  std::string file(const std::string& name, const std::string& content) const;

  std::uint16_t port = free_port();

 private:
  std::filesystem::path directory_;
  std::string configuration_;
  std::optional<Process> broker_;
};

/// A foreign subscriber: one line a message, `topic|retained|user properties|payload`.
class Subscriber {
 public:
  explicit Subscriber(const Mosquitto& broker, const std::vector<std::string>& arguments = {});
  std::string message();  ///< the next one
  /// The next one of this topic.
  std::string message_on(const std::string& topic);

 private:
  std::string next();

  std::optional<Process> process_;
  std::deque<std::string> read_;  ///< before the subscription was made: of a session kept by the broker
};

}  // namespace liftbox::test
