#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox::cli {

struct ModbusOptions {
  std::string config;    ///< site file: its bus, units and register maps
  std::string profiles;  ///< empty: the installed ones, or what the file says
  std::string port;      ///< without a site file: a serial port …
  int baud = 19200;
  std::string parity = "none";
  int stop_bits = 1;
  std::string tcp;  ///< … or HOST:PORT
  int unit = 1;
  int timeout_ms = 300;
  std::vector<std::string> read;  ///< "holding", "0x1001", "4"
};

/// For who puts a bus into operation: what its registers hold now, and what is wrong where they cannot be
/// read. Only reads. `socket` is where the daemon answers: two must not read one port. Returns the exit code.
int read_modbus(const std::string& socket, const ModbusOptions& options, std::ostream& out);

}  // namespace liftbox::cli
