#include "tests/modbus/bench/paced_slave.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "protocols/modbus/frame.hpp"

namespace liftbox::bench {
namespace {

constexpr int bits_per_character = 10;  // 8N1
/// Bytes are handed over in steps of this length, as a UART's FIFO does.
constexpr std::chrono::milliseconds step{1};

void wait_until(std::chrono::steady_clock::time_point when) {
  const auto since = when.time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  const timespec at{seconds.count(), static_cast<long>(std::chrono::nanoseconds{since - seconds}.count())};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) != 0) {
  }
}

}  // namespace

PacedSlave::PacedSlave(int baud, Nature nature)
    : character_{std::chrono::nanoseconds{std::int64_t{1'000'000'000} * bits_per_character / baud}},
      gap_{std::max<std::chrono::nanoseconds>(character_ * 7 / 2, std::chrono::microseconds{1750})},
      nature_{nature} {
  std::array<char, 128> name{};
  termios raw{};
  ::cfmakeraw(&raw);
  if (::openpty(&descriptor_, &keeper_, name.data(), &raw, nullptr) != 0 || ::pipe(stop_.data()) != 0)
    throw std::runtime_error{"no pty"};
  device_ = name.data();
  thread_ = std::thread{[this] { run(); }};
}

PacedSlave::~PacedSlave() {
  ::close(stop_[1]);
  thread_.join();
  for (const int descriptor : {descriptor_, keeper_, stop_[0]}) ::close(descriptor);
}

void PacedSlave::run() {
  std::vector<std::uint8_t> request;
  Clock::time_point arrived;
  while (true) {
    std::array<pollfd, 2> both{{{descriptor_, POLLIN, 0}, {stop_[0], POLLIN, 0}}};
    ::poll(both.data(), both.size(), -1);
    if (both[1].revents != 0) return;
    std::array<std::uint8_t, 256> chunk{};
    const ssize_t got = ::read(descriptor_, chunk.data(), chunk.size());
    if (got <= 0) continue;
    if (Clock::now() - arrived > std::chrono::milliseconds{20}) request.clear();
    if (request.empty()) arrived = Clock::now();
    request.insert(request.end(), chunk.begin(), chunk.begin() + got);
    if (request.size() < modbus::rtu_request_size) continue;
    request.resize(modbus::rtu_request_size);
    serve(request, arrived);
    request.clear();
  }
}

void PacedSlave::serve(const std::vector<std::uint8_t>& request, Clock::time_point arrived) {
  const auto size = static_cast<int>(request.size());
  const auto heard = arrived + size * character_;
  busy_ns_ += (size * character_).count();
  if (silent_ || request[0] != nature_.unit) return wait_until(heard);
  const unsigned count = request[5];
  std::vector<std::uint8_t> answer{request[0], request[1], static_cast<std::uint8_t>(2 * count)};
  for (unsigned i = 0; i < count; ++i) {
    answer.push_back(0);
    answer.push_back(static_cast<std::uint8_t>(answers_ + i));
  }
  const std::uint16_t crc = modbus::crc16(answer);
  answer.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  answer.push_back(static_cast<std::uint8_t>(crc >> 8));
  const bool damaged = std::uniform_int_distribution{0, 999}(dice_) < nature_.damaged_in_1000;
  if (damaged) answer[answer.size() / 2] ^= 0x10;
  send(answer, heard + gap_);
  ++answers_;
}

void PacedSlave::send(const std::vector<std::uint8_t>& bytes, Clock::time_point from) {
  std::size_t sent = 0;
  busy_ns_ += (static_cast<int>(bytes.size()) * character_).count();
  while (sent < bytes.size()) {
    const auto end = from + static_cast<int>(bytes.size()) * character_;
    const auto by = std::min(end, std::max(from + character_, Clock::now() + step));
    wait_until(by);
    const auto due = std::min<std::size_t>(bytes.size(), static_cast<std::size_t>((by - from) / character_));
    if (due > sent && ::write(descriptor_, bytes.data() + sent, due - sent) < 0) return;
    sent = std::max(sent, due);
  }
}

void PacedSlave::babble(std::chrono::milliseconds length) {
  std::mt19937 dice{2};
  std::vector<std::uint8_t> noise(static_cast<std::size_t>(length / character_));
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(dice());
  send(noise, Clock::now());
}

}  // namespace liftbox::bench
