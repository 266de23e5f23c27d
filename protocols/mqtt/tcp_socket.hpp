#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

namespace liftbox::mqtt {

/// A connection cannot be made; the message says why, and what to do.
struct Unreachable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A TCP connection that never blocks beyond a deadline (but for the name look-up, which knows none).
class TcpSocket {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// Throws Unreachable.
  TcpSocket(const std::string& host, std::uint16_t port, Deadline deadline);
  ~TcpSocket();
  TcpSocket(const TcpSocket&) = delete;
  TcpSocket& operator=(const TcpSocket&) = delete;

  int descriptor() const { return descriptor_; }
  /// False when the deadline has come first.
  bool wait(short for_events, Deadline deadline) const;

 private:
  int descriptor_ = -1;
};

}  // namespace liftbox::mqtt
