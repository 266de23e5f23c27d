#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// The broker cannot be had; the message says which, why, and what to do.
struct PublishError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Message {
  std::string topic;  ///< below the device's root: "record/alarm"
  std::string payload;
  int qos = 1;
  bool retained = false;
  std::vector<std::pair<std::string, std::string>> user_properties;  ///< dropped on MQTT 3.1.1
  bool absolute = false;         ///< `topic` is the whole topic: an answer to a command
  std::string correlation_data;  ///< of the command it answers
  std::uint64_t ticket = 0;      ///< comes back with `accepted` or `refused`; 0: nobody waits for it
};

/// What the broker granted.
struct BrokerSession {
  bool mqtt5 = true;
  std::uint16_t receive_maximum = 65535;  ///< unaccepted QoS 1 messages it wants at most
  std::uint32_t maximum_packet_size = 0;  ///< bytes; 0: no limit
  std::string broker;                     ///< "mqtt://127.0.0.1:1883", for people
  std::string withheld;                   ///< what it does not let us do, for people; empty: nothing
};

/// A message from the platform, below `cmd/`.
struct InboundCommand {
  std::string name;  ///< topic below `cmd/`
  std::string payload;
  bool retained = false;
  std::string response_topic;    ///< MQTT 5; empty: none
  std::string correlation_data;  ///< MQTT 5, opaque bytes
};

/// The way to the platform. Every call is made on the MQTT Worker and may block; the callbacks come from any
/// thread and may only post.
class Publisher {
 public:
  struct Callbacks {
    std::function<void(std::string reason)> lost;
    std::function<void(std::uint64_t ticket)> accepted;
    std::function<void(std::uint64_t ticket, int code, std::string reason)> refused;
    std::function<void(InboundCommand)> command;
  };

  virtual ~Publisher() = default;
  virtual void listen(Callbacks callbacks) = 0;  ///< once, before the first connect
  /// Connects with `will` as last will and subscribes to the device's commands. Throws PublishError.
  virtual BrokerSession connect(const Message& will) = 0;
  /// Hands one message over; throws PublishError if the connection is gone (then `lost` comes too).
  virtual void publish(const Message& message) = 0;
  /// Gives outstanding messages up to `limit` to be accepted, then ends the connection cleanly.
  virtual void disconnect(Duration limit) = 0;
};

}  // namespace liftbox
