#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>

namespace liftbox::control {

/// Nobody answers at the socket; the message says what to do.
struct NotReachable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The daemon answered no; the message is its own.
struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The other end of the control socket, for a program that may wait.
class Client {
 public:
  explicit Client(std::string path, std::chrono::seconds timeout = std::chrono::seconds{5});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  nlohmann::json call(const std::string& method, const nlohmann::json& params);
  /// Hands over the params of each notification, those that came before this call included, until `each` says
  /// false.
  void follow(const std::function<bool(const nlohmann::json& params)>& each);

 private:
  void connect();
  void wait_at_most(std::chrono::seconds limit) const;
  void send(const std::string& line) const;
  nlohmann::json receive();

  std::string path_;
  std::chrono::seconds timeout_;
  int socket_ = -1;
  int id_ = 0;
  std::string input_;
  std::deque<std::string> notifications_;  ///< params as JSON
};

}  // namespace liftbox::control
