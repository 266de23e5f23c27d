#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace liftbox::test {

/// A broker made of bytes: answers each packet as the test says. For what no real broker can be made to do.
class FakeBroker {
 public:
  enum Type : std::uint8_t { connect = 1, publish = 3, subscribe = 8, pingreq = 12, disconnect = 14 };
  struct Packet {
    Type type;
    std::string body;  ///< after the fixed header

    int protocol_level() const { return static_cast<unsigned char>(body.at(6)); }  ///< of a CONNECT
    int keep_alive() const {                                                       ///< of a CONNECT
      return static_cast<unsigned char>(body.at(8)) * 256 + static_cast<unsigned char>(body.at(9));
    }
    std::string id() const;  ///< packet identifier of a PUBLISH or SUBSCRIBE
  };
  struct Answer {
    std::string bytes;
    bool close = false;
  };

  explicit FakeBroker(std::function<Answer(const Packet&)> answer);
  ~FakeBroker();
  FakeBroker(const FakeBroker&) = delete;
  FakeBroker& operator=(const FakeBroker&) = delete;

  std::uint16_t port = 0;
  std::atomic<int> connects{0};

  /// What a friendly broker with MQTT 5 says; `properties` are those of its CONNACK.
  static Answer friendly(const Packet& packet, const std::string& properties = "");

 private:
  void serve();
  void serve_one(int client);

  std::function<Answer(const Packet&)> answer_;
  int listener_ = -1;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace liftbox::test
