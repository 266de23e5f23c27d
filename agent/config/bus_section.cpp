#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

// What termios knows. libmodbus takes 9600 for any other, without a word.
constexpr std::array<std::int64_t, 14> baud_rates{1200,   2400,   4800,   9600,   19200,  38400,  57600,
                                                  115200, 230400, 460800, 500000, 576000, 921600, 1000000};
constexpr std::int64_t largest_unit = 247;
constexpr std::int64_t shortest_timeout_ms = 10;
constexpr std::int64_t longest_timeout_ms = 10'000;
constexpr std::int64_t longest_turnaround_ms = 1000;
constexpr std::int64_t longest_rts_delay_ms = 100;
constexpr std::int64_t most_told = 1000;  // a number of data bits, before it is told what RTU needs

/// A device by its path, or by the name that the board has for the port.
std::string read_serial_device(const Table& table, const BoardProfile& board) {
  std::string device = table.required_text(
      "device", "give the serial port, as in device = \"/dev/serial/by-path/…\" or the board's name for it");
  if (device.empty() || device.find('/') != std::string::npos) return device;
  const auto port = board.serial_ports.find(device);
  if (port != board.serial_ports.end()) return port->second;
  std::vector<std::string> known;
  for (const auto& [name, path] : board.serial_ports) known.push_back(name);
  table.mistake("device", fmt::format("board '{}' has no serial port '{}': {}", board.name, device,
                                      known.empty() ? "give a path that begins with /dev/"
                                                    : suggestion(device, known)));
  return device;
}

modbus::Rs485 read_rs485(const Table& table) {
  modbus::Rs485 rs485;
  const auto level = table.choice("rs485_rts_on_send", {"high", "low"});
  rs485.rts_on_send = level.value_or(0) == 0;
  rs485.before_send = Duration{table.whole("rs485_before_ms", 0, longest_rts_delay_ms).value_or(0)};
  rs485.after_send = Duration{table.whole("rs485_after_ms", 0, longest_rts_delay_ms).value_or(0)};
  return rs485;
}

modbus::RtuLine read_rtu(const Table& table, const BoardProfile& board) {
  modbus::RtuLine rtu;
  rtu.device = read_serial_device(table, board);
  const auto baud = table.whole("baud", 1, baud_rates.back());
  if (baud && std::find(baud_rates.begin(), baud_rates.end(), *baud) == baud_rates.end())
    table.mistake("baud", fmt::format("'baud' is {}: give one of {}", *baud, fmt::join(baud_rates, ", ")));
  rtu.baud = static_cast<int>(baud.value_or(rtu.baud));
  rtu.parity = "NEO"[table.choice("parity", {"none", "even", "odd"}).value_or(0)];
  const auto data_bits = table.whole("data_bits", 0, most_told);
  if (data_bits && *data_bits != modbus::RtuLine::data_bits)
    table.mistake("data_bits", fmt::format("'data_bits' is {}: Modbus RTU needs 8; remove the line, or set "
                                           "the controller to RTU if it speaks Modbus ASCII",
                                           *data_bits));
  const modbus::Rs485 rs485 = read_rs485(table);
  if (table.choice("rs485", {"none", "kernel"}).value_or(0) == 1) rtu.rs485 = rs485;
  rtu.stop_bits = static_cast<int>(table.whole("stop_bits", 1, 2).value_or(rtu.stop_bits));
  return rtu;
}

modbus::TcpPeer read_tcp(const Table& table) {
  modbus::TcpPeer tcp;
  tcp.host = table.required_text("host", "give the controller's address or name");
  tcp.port = static_cast<std::uint16_t>(table.whole("port", 1, last_port).value_or(tcp.port));
  return tcp;
}

}  // namespace

std::optional<std::uint8_t> read_unit_number(const Table& table) {
  const auto unit = table.whole("unit", 1, largest_unit);
  return unit ? std::optional{static_cast<std::uint8_t>(*unit)} : std::nullopt;
}

modbus::BusSettings read_bus(const Table& controller, const BoardProfile& board) {
  modbus::BusSettings bus;
  const Table rtu = controller.table("rtu");
  const Table tcp = controller.table("tcp");
  if (rtu) bus.rtu = read_rtu(rtu, board);
  if (tcp) bus.tcp = read_tcp(tcp);
  if (controller.has("rtu") == controller.has("tcp"))
    controller.mistake(rtu ? "both 'rtu' and 'tcp' are given: keep the one that is wired"
                           : "neither 'rtu' nor 'tcp' is given: add [controller.rtu] with 'device', or "
                             "[controller.tcp] with 'host'");
  bus.response_timeout =
      Duration{controller.whole("response_timeout_ms", shortest_timeout_ms, longest_timeout_ms)
                   .value_or(bus.response_timeout.count())};
  bus.turnaround = Duration{controller.whole("turnaround_ms", 0, longest_turnaround_ms).value_or(0)};
  return bus;
}

}  // namespace liftbox
