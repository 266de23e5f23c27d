#include "agent/records/record.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

std::string_view name(RecordClass record_class) {
  switch (record_class) {
    case RecordClass::alarm:
      return "alarm";
    case RecordClass::fault:
      return "fault";
    case RecordClass::notice:
      return "notice";
    case RecordClass::stats:
      break;
  }
  return "stats";
}

std::optional<RecordClass> find_record_class(std::string_view text) {
  const auto* const found = std::find_if(record_classes.begin(), record_classes.end(),
                                         [&](RecordClass candidate) { return name(candidate) == text; });
  if (found == record_classes.end()) return std::nullopt;
  return *found;
}

std::string to_hex(const Sha256& hash) {
  std::string hex;
  for (const std::uint8_t byte : hash) {
    hex.push_back(digits[byte >> 4U]);
    hex.push_back(digits[byte & 0xFU]);
  }
  return hex;
}

std::optional<Sha256> from_hex(std::string_view hex) {
  Sha256 hash;
  if (hex.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const std::size_t high = digits.find(hex[2 * i]);
    const std::size_t low = digits.find(hex[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    hash[i] = static_cast<std::uint8_t>(high * digits.size() + low);
  }
  return hash;
}

}  // namespace liftbox
