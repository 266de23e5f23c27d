#include "protocols/modbus/line.hpp"

#include <fmt/format.h>
#include <modbus/modbus.h>
#include <poll.h>
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
    return modbus_new_rtu(rtu.device.c_str(), rtu.baud, rtu.parity, rtu.data_bits, rtu.stop_bits);
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
  return true;
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

Line::Heard Line::receive(std::vector<std::uint8_t>& bytes, Duration limit) {
  pollfd waiting{context_->descriptor(), POLLIN, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<Duration::rep>(limit.count(), 0)));
  if (ready == 0 || (ready < 0 && errno == EINTR)) return Heard::nothing;
  std::array<std::uint8_t, 512> chunk{};
  const ssize_t got = ready < 0 ? ready : ::read(waiting.fd, chunk.data(), chunk.size());
  if (got > 0) {
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
    return Heard::bytes;
  }
  if (got < 0 && errno == EAGAIN) return Heard::nothing;
  fail("read", got == 0 ? ECONNRESET : errno);
  return Heard::gone;
}

}  // namespace liftbox::modbus
