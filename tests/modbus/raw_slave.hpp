#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace liftbox::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// A request as the slave saw it, taken apart by the slave's own code.
struct Request {
  bool tcp = false;
  std::uint16_t transaction = 0;
  std::uint8_t unit = 0;
  std::uint8_t function = 0;
  std::uint16_t address = 0;
  std::uint16_t count = 0;
};

/// What the slave does after a request: waits, then says some bytes, or hangs up.
struct Act {
  int after_ms = 0;
  Bytes bytes{};
  bool hang_up = false;
};
using Step = std::function<std::vector<Act>(const Request&)>;

/// Frames by hand.
Bytes framed(const Request& request, const Bytes& pdu);
Bytes registers(const Request& request, const std::vector<std::uint16_t>& values);
Bytes refusal(const Request& request, std::uint8_t code);

/// Steps.
Step says(const std::vector<std::uint16_t>& values, int after_ms = 0);
Step refuses(std::uint8_t code);
Step silent();
Step bytes(const std::function<Bytes(const Request&)>& make);

/// A slave that answers byte by byte as its script says, once silent for good, on a pty or on TCP. It lives
/// on a thread of its own, because the master blocks.
class RawSlave {
 public:
  enum class Wire { rtu, tcp };

  RawSlave(Wire wire, std::vector<Step> script);
  ~RawSlave();
  RawSlave(const RawSlave&) = delete;
  RawSlave& operator=(const RawSlave&) = delete;

  const std::string& device() const { return device_; }  ///< of the pty
  std::uint16_t port() const { return port_; }

 private:
  void run();
  bool serve(int descriptor);
  bool wait(int descriptor, int limit_ms) const;
  bool read_request(int descriptor, Request& request) const;
  bool act(int descriptor, const std::vector<Act>& acts) const;
  int open_pty();
  int open_tcp();

  Wire wire_;
  std::vector<Step> script_;
  std::size_t step_ = 0;
  std::string device_;
  std::uint16_t port_ = 0;
  int keeper_ = -1;  ///< keeps the pty alive while nobody has it open
  std::array<int, 2> stop_{-1, -1};
  int descriptor_;
  std::thread thread_;
};

}  // namespace liftbox::test
