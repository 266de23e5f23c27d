#include "tests/mqtt/fake_broker.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

namespace liftbox::test {
namespace {

/// Takes one whole packet from the front of what was read.
std::optional<FakeBroker::Packet> take_packet(std::string& read) {
  std::size_t length = 0;
  std::size_t header = 1;
  for (unsigned shift = 0;; shift += 7, ++header) {
    if (header >= read.size()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(read[header]);
    length |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) break;
  }
  if (read.size() < header + 1 + length) return std::nullopt;
  FakeBroker::Packet packet{static_cast<FakeBroker::Type>(static_cast<unsigned char>(read[0]) >> 4U),
                            read.substr(header + 1, length)};
  read.erase(0, header + 1 + length);
  return packet;
}

bool readable(int descriptor) {
  constexpr int look_up_after_ms = 20;
  pollfd waiting{descriptor, POLLIN, 0};
  return ::poll(&waiting, 1, look_up_after_ms) == 1;
}

std::string packet(int first, const std::string& body) {
  return std::string{static_cast<char>(first), static_cast<char>(body.size())} + body;
}

}  // namespace

std::string FakeBroker::Packet::id() const {
  if (type == subscribe) return body.substr(0, 2);
  const auto topic_size = static_cast<std::size_t>(static_cast<unsigned char>(body.at(0))) * 256 +
                          static_cast<unsigned char>(body.at(1));
  return body.substr(2 + topic_size, 2);
}

FakeBroker::Answer FakeBroker::friendly(const Packet& asked, const std::string& properties) {
  const std::string none(1, '\0');
  switch (asked.type) {
    case connect:
      return {packet(0x20, std::string(2, '\0') + static_cast<char>(properties.size()) + properties)};
    case subscribe:
      return {packet(0x90, asked.id() + none + '\x01')};
    case publish:
      return {packet(0x40, asked.id())};
    case pingreq:
      return {packet(0xd0, "")};
    case disconnect:
      break;
  }
  return {"", true};
}

FakeBroker::FakeBroker(std::function<Answer(const Packet&)> answer) : answer_{std::move(answer)} {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
  ::listen(listener_, 8);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

FakeBroker::~FakeBroker() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
}

void FakeBroker::serve() {
  while (!ending_) {
    if (!readable(listener_)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    serve_one(client);
    ::close(client);
  }
}

void FakeBroker::serve_one(int client) {
  std::string read;
  while (!ending_) {
    if (!readable(client)) continue;
    std::array<char, 4096> piece{};
    const ssize_t size = ::recv(client, piece.data(), piece.size(), 0);
    if (size <= 0) return;
    read.append(piece.data(), static_cast<std::size_t>(size));
    while (const auto asked = take_packet(read)) {
      if (asked->type == connect) ++connects;
      const Answer answer = answer_(*asked);
      ::send(client, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL);
      if (answer.close) return;
    }
  }
}

}  // namespace liftbox::test
