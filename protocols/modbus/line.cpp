#include "protocols/modbus/line.hpp"

#include <fmt/format.h>
#include <linux/serial.h>
#include <modbus/modbus.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace liftbox::modbus {

struct Line::Context {
  modbus_t* const modbus;

  explicit Context(const BusSettings& settings) : modbus{create(settings)} {}
  ~Context() {
    modbus_close(modbus);
    modbus_free(modbus);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  int descriptor() const { return modbus_get_socket(modbus); }

 private:
  static modbus_t* create(const BusSettings& settings) {
    if (settings.tcp)
      return modbus_new_tcp_pi(settings.tcp->host.c_str(), std::to_string(settings.tcp->port).c_str());
    const RtuLine& rtu = *settings.rtu;
    return modbus_new_rtu(rtu.device.c_str(), rtu.baud, rtu.parity, RtuLine::data_bits, rtu.stop_bits);
  }
};

Line::Line(BusSettings settings) : settings_{std::move(settings)} {}
Line::~Line() = default;

bool Line::open() {
  auto context = std::make_unique<Context>(settings_);
  const auto limit = std::chrono::microseconds{settings_.response_timeout}.count();
  modbus_set_response_timeout(context->modbus, static_cast<std::uint32_t>(limit / 1'000'000),
                              static_cast<std::uint32_t>(limit % 1'000'000));
  if (modbus_connect(context->modbus) != 0) return fail("open", errno);
  modbus_flush(context->modbus);
  context_ = std::move(context);
  trouble_.clear();
  count_silence();
  return !settings_.rtu || !settings_.rtu->rs485 || switch_direction();
}

bool Line::switch_direction() {
  const Rs485& rs485 = *settings_.rtu->rs485;
  serial_rs485 wanted{};
  wanted.flags = SER_RS485_ENABLED | (rs485.rts_on_send ? SER_RS485_RTS_ON_SEND : SER_RS485_RTS_AFTER_SEND);
  wanted.delay_rts_before_send = static_cast<std::uint32_t>(rs485.before_send.count());
  wanted.delay_rts_after_send = static_cast<std::uint32_t>(rs485.after_send.count());
  if (::ioctl(context_->descriptor(), TIOCSRS485, &wanted) == 0) return true;
  trouble_ = fmt::format(
      "the driver of {} does not switch the direction of RS-485 ({}): remove rs485 = \"kernel\" if the "
      "adapter switches by itself",
      settings_.rtu->device, modbus_strerror(errno));
  close();
  return false;
}

void Line::count_silence() {
  heard_ = std::chrono::steady_clock::now();
}

std::chrono::microseconds Line::silence() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - heard_);
}

void Line::close() {
  context_.reset();
}

bool Line::fail(const char* doing, int error) {
  trouble_ = fmt::format("cannot {}: {}", doing, modbus_strerror(error));
  close();
  return false;
}

bool Line::send(std::span<const std::uint8_t> bytes) {
  const int descriptor = context_->descriptor();
  const auto sent = settings_.tcp ? ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL)
                                  : ::write(descriptor, bytes.data(), bytes.size());
  if (sent == static_cast<ssize_t>(bytes.size())) return true;
  return fail("send", sent < 0 ? errno : EAGAIN);
}

Line::Heard Line::receive(std::vector<std::uint8_t>& bytes, std::chrono::microseconds limit) {
  pollfd waiting{context_->descriptor(), POLLIN, 0};
  const auto wait = std::max<std::chrono::microseconds::rep>(limit.count(), 0);
  const timespec at_most{static_cast<time_t>(wait / 1'000'000), static_cast<long>(wait % 1'000'000 * 1000)};
  const int ready = ::ppoll(&waiting, 1, &at_most, nullptr);
  if (ready == 0 || (ready < 0 && errno == EINTR)) return Heard::nothing;
  std::array<std::uint8_t, 512> chunk{};
  const ssize_t got = ready < 0 ? ready : ::read(waiting.fd, chunk.data(), chunk.size());
  if (got > 0) {
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    count_silence();
    return Heard::bytes;
  }
  if (got < 0 && errno == EAGAIN) return Heard::nothing;
  fail("read", got == 0 ? ECONNRESET : errno);
  return Heard::gone;
}

}  // namespace liftbox::modbus
