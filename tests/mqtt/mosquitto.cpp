#include "tests/mqtt/mosquitto.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>

namespace liftbox::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool answers(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

}  // namespace

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

mqtt::Settings settings_for(std::uint16_t port) {
  mqtt::Settings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.device = "box";
  settings.topic_root = "lift/v1";
  settings.connect_timeout = std::chrono::seconds{2};
  return settings;
}

Mosquitto::Mosquitto(const std::string& configuration) {
  std::string name = std::filesystem::temp_directory_path() / "liftbox-mqtt-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary directory"};
  directory_ = name;
  configuration_ =
      file("broker.conf", "user root\nlistener " + std::to_string(port) + " 127.0.0.1\n" +
                              "allow_anonymous true\nlog_type none\nset_tcp_nodelay true\n" +
                              "persistence true\npersistence_location " + name + "/\n" + configuration);
  start();
}

Mosquitto::~Mosquitto() {
  broker_.reset();
  std::filesystem::remove_all(directory_);
}

void Mosquitto::start() {
  // Started by root it says that it should not be, on every start.
  broker_.emplace(
      std::vector<std::string>{"sh", "-c", "exec /usr/sbin/mosquitto -c " + configuration_ + " 2>/dev/null"});
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!answers(port)) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"mosquitto does not listen"};
    ::poll(nullptr, 0, 5);
  }
}

void Mosquitto::end(int signal) {
  broker_->end(signal);
}

void Mosquitto::publish(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{"mosquitto_pub", "-p", std::to_string(port), "-V", "5", "-q", "1"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  if (!run(command)) throw std::runtime_error{"mosquitto_pub failed"};
}

std::string Mosquitto::file(const std::string& name, const std::string& content) const {
  std::ofstream{directory_ / name} << content;
  return directory_ / name;
}

/// A retained marker tells when the subscription holds.
Subscriber::Subscriber(const Mosquitto& broker, const std::vector<std::string>& arguments) {
  broker.publish({"-t", "ready", "-r", "-m", "yes"});
  std::vector<std::string> command{"mosquitto_sub",
                                   "-p",
                                   std::to_string(broker.port),
                                   "-V",
                                   "5",
                                   "-q",
                                   "1",
                                   "-t",
                                   "ready",
                                   "-t",
                                   "lift/#",
                                   "-F",
                                   "%t|%r|%P|%p"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  process_.emplace(command);
  std::deque<std::string> before;
  for (std::string line = next(); !line.starts_with("ready|"); line = next()) before.push_back(line);
  read_ = std::move(before);
}

std::string Subscriber::next() {
  if (!read_.empty()) {
    std::string line = std::move(read_.front());
    read_.pop_front();
    return line;
  }
  const auto line = process_->line();
  if (!line) throw std::runtime_error{"the subscriber got nothing"};
  return *line;
}

std::string Subscriber::message() {
  std::string line = next();
  while (line.starts_with("ready|")) line = next();
  return line;
}

std::string Subscriber::message_on(const std::string& topic) {
  std::string found = message();
  while (!found.starts_with(topic + "|")) found = message();
  return found;
}

}  // namespace liftbox::test
