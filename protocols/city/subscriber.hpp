#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"
#include "protocols/city/arrival.hpp"
#include "protocols/city/commands.hpp"

namespace liftbox::city {

/// There is no connection to the broker; the message says why and what to do.
struct BrokerAway : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The way to the boxes: a shared subscription (MQTT 5), so that any number of receivers divide the records
/// among them. Clean start, no session: what a broker keeps for a receiver may be lost, what a box keeps is
/// not. Used from one thread, which may block; what it reports comes on threads of its own.
class Subscriber {
 public:
  struct Settings {
    std::string broker = "mqtt://127.0.0.1:1883";  ///< or mqtts://HOST:PORT
    std::string group = "city";                    ///< of the shared subscription
    std::string topic_root = "lift/v1";
    std::string client_id;
    std::string username;  ///< empty: none
    std::string password;
    std::string ca_file;  ///< PEM; for mqtts
    std::string cert_file;
    std::string key_file;
  };
  struct Callbacks {
    std::function<void(Letter)> letter;
    std::function<void(std::string)> lost;  ///< why
  };

  Subscriber(Settings settings, Callbacks callbacks);
  ~Subscriber();

  void connect();  ///< and subscribes; throws BrokerAway
  /// Receipts and questions that cannot go out are let go: they are given again when the records come again.
  void publish(const std::vector<Command>& commands);
  void unsubscribe();  ///< nothing comes any more
  void disconnect(Duration limit);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liftbox::city
