#include "tests/modbus/raw_slave.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace liftbox::test {
namespace {

/// A second opinion: bit by bit from the polynomial x^16 + x^15 + x^2 + 1, reflected at the end.
std::uint16_t reflect(unsigned value, int bits) {
  unsigned out = 0;
  for (int i = 0; i < bits; ++i)
    if ((value >> i & 1) != 0) out |= 1U << (bits - 1 - i);
  return static_cast<std::uint16_t>(out);
}
std::uint16_t crc(const Bytes& frame) {
  unsigned rest = 0xFFFF;
  for (const std::uint8_t byte : frame) {
    rest ^= static_cast<unsigned>(reflect(byte, 8)) << 8;
    for (int i = 0; i < 8; ++i) rest = (rest & 0x8000) != 0 ? (rest << 1 ^ 0x8005) & 0xFFFF : rest << 1;
  }
  return reflect(rest, 16);
}

std::uint8_t low(unsigned value) {
  return static_cast<std::uint8_t>(value & 0xFF);
}
std::uint8_t high(unsigned value) {
  return static_cast<std::uint8_t>(value >> 8 & 0xFF);
}

}  // namespace

Bytes framed(const Request& request, const Bytes& pdu) {
  Bytes frame;
  if (request.tcp)
    frame = {high(request.transaction),
             low(request.transaction),
             0,
             0,
             high(static_cast<unsigned>(pdu.size() + 1)),
             low(static_cast<unsigned>(pdu.size() + 1))};
  frame.push_back(request.unit);
  frame.insert(frame.end(), pdu.begin(), pdu.end());
  if (!request.tcp) {
    const std::uint16_t check = crc(frame);
    frame.push_back(low(check));
    frame.push_back(high(check));
  }
  return frame;
}

Bytes registers(const Request& request, const std::vector<std::uint16_t>& values) {
  Bytes pdu{request.function, low(static_cast<unsigned>(values.size() * 2))};
  for (const std::uint16_t value : values) {
    pdu.push_back(high(value));
    pdu.push_back(low(value));
  }
  return framed(request, pdu);
}

Bytes refusal(const Request& request, std::uint8_t code) {
  return framed(request, {static_cast<std::uint8_t>(request.function | 0x80), code});
}

Step says(const std::vector<std::uint16_t>& values, int after_ms) {
  return [=](const Request& request) { return std::vector<Act>{{after_ms, registers(request, values)}}; };
}
Step refuses(std::uint8_t code) {
  return [=](const Request& request) { return std::vector<Act>{{0, refusal(request, code)}}; };
}
Step silent() {
  return [](const Request&) { return std::vector<Act>{}; };
}
Step bytes(const std::function<Bytes(const Request&)>& make) {
  return [=](const Request& request) { return std::vector<Act>{{0, make(request)}}; };
}

RawSlave::RawSlave(Wire wire, std::vector<Step> script) : wire_{wire}, script_{std::move(script)} {
  if (::pipe(stop_.data()) != 0) throw std::runtime_error{"no pipe"};
  descriptor_ = wire == Wire::rtu ? open_pty() : open_tcp();
  thread_ = std::thread{[this] { run(); }};
}

RawSlave::~RawSlave() {
  ::close(stop_[1]);
  thread_.join();
  ::close(stop_[0]);
  if (descriptor_ >= 0) ::close(descriptor_);
  if (keeper_ >= 0) ::close(keeper_);
}

int RawSlave::open_pty() {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  std::array<char, 64> name{};
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0 ||
      ::ptsname_r(master, name.data(), name.size()) != 0)
    throw std::runtime_error{"no pty"};
  device_ = name.data();
  keeper_ = ::open(name.data(), O_RDWR | O_NOCTTY);
  termios raw{};
  ::tcgetattr(keeper_, &raw);
  ::cfmakeraw(&raw);
  ::tcsetattr(keeper_, TCSANOW, &raw);
  return master;
}

int RawSlave::open_tcp() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, size) != 0 || ::listen(listener, 4) != 0 ||
      ::getsockname(listener, generic, &size) != 0)
    throw std::runtime_error{"no port"};
  port_ = ntohs(address.sin_port);
  return listener;
}

void RawSlave::run() {
  if (wire_ == Wire::rtu) {
    while (serve(descriptor_)) continue;
    return;
  }
  while (wait(descriptor_, -1)) {
    const int connection = ::accept(descriptor_, nullptr, nullptr);
    while (serve(connection)) continue;
    ::close(connection);
  }
}

/// True once there is something to read; false when the time is up or the test is over.
bool RawSlave::wait(int descriptor, int limit_ms) const {
  std::array<pollfd, 2> waiting{pollfd{stop_[0], POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
  ::poll(waiting.data(), waiting.size(), limit_ms);
  return waiting[0].revents == 0 && waiting[1].revents != 0;
}

bool RawSlave::read_request(int descriptor, Request& request) const {
  const std::size_t size = wire_ == Wire::tcp ? 12 : 8;
  Bytes frame;
  while (frame.size() < size) {
    if (!wait(descriptor, -1)) return false;
    std::array<std::uint8_t, 12> chunk{};
    const ssize_t got = ::read(descriptor, chunk.data(), size - frame.size());
    if (got <= 0) return false;
    frame.insert(frame.end(), chunk.begin(), chunk.begin() + got);
  }
  const std::size_t unit = wire_ == Wire::tcp ? 6 : 0;
  const auto word = [&](std::size_t at) {
    return static_cast<std::uint16_t>(frame[at] << 8 | frame[at + 1]);
  };
  request = {wire_ == Wire::tcp, word(0), frame[unit], frame[unit + 1], word(unit + 2), word(unit + 4)};
  return true;
}

bool RawSlave::serve(int descriptor) {
  Request request;
  if (!read_request(descriptor, request)) return false;
  if (step_ >= script_.size()) return true;
  return act(descriptor, script_[step_++](request));
}

bool RawSlave::act(int descriptor, const std::vector<Act>& acts) const {
  for (const Act& one : acts) {
    pollfd stop{stop_[0], POLLIN, 0};
    if (::poll(&stop, 1, one.after_ms) != 0) return false;
    if (one.hang_up) return false;
    if (!one.bytes.empty() && ::write(descriptor, one.bytes.data(), one.bytes.size()) < 0) return false;
  }
  return true;
}

}  // namespace liftbox::test
