#include "agent/records/uuid.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "agent/records/hex.hpp"

namespace liftbox {
namespace {

constexpr std::size_t uuid_size = 16;

/// Asked for so few bytes, the kernel gives all of them or fails; it fails only when a signal comes before
/// its pool is ready, early at boot.
std::array<std::uint8_t, uuid_size> random_bytes() {
  std::array<std::uint8_t, uuid_size> bytes{};
  while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    if (errno != EINTR) throw std::system_error{errno, std::generic_category(), "getrandom"};
  return bytes;
}

}  // namespace

std::string random_uuid() {
  auto bytes = random_bytes();
  bytes[6] = (bytes[6] & 0x0FU) | 0x40U;  // version 4
  bytes[8] = (bytes[8] & 0x3FU) | 0x80U;  // the variant of RFC 9562
  std::string uuid = to_hex(bytes);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) uuid.insert(dash, 1, '-');
  return uuid;
}

}  // namespace liftbox
