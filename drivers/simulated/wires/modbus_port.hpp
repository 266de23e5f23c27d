#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "drivers/simulated/wires/slave_frames.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox::simulated {

/// Where the controller's Modbus comes out of the lift.
class ModbusPort {
 public:
  virtual ~ModbusPort() = default;
  virtual std::string address() const = 0;  ///< a device, or host:port
  void cut(bool silent) { silent_ = silent; }

 protected:
  bool silent() const { return silent_; }

 private:
  bool silent_ = false;
};

struct RtuWire {
  int baud = 19200;
  int bits_per_character = 11;  ///< start, 8 data, parity or second stop, stop
  std::string link;             ///< a name for the pty; empty: none
};

/// At a pty. A pty has no wire time, so the bytes of an answer come when they would have passed a wire of
/// that speed (MODBUS over Serial Line V1.02, 2.5.1). Throws std::runtime_error that says what to do.
std::unique_ptr<ModbusPort> open_rtu_port(boost::asio::io_context& io, SlaveFrames& frames,
                                          const RtuWire& wire);

/// At HOST:PORT, where port 0 is any. Throws std::runtime_error that says what to do.
std::unique_ptr<ModbusPort> open_tcp_port(boost::asio::io_context& io, SlaveFrames& frames,
                                          const std::string& host_and_port);

}  // namespace liftbox::simulated
