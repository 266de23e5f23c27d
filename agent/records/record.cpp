#include "agent/records/record.hpp"

#include <algorithm>
#include <span>

#include "agent/records/hex.hpp"

namespace liftbox {
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
  return to_hex(std::span<const std::uint8_t>{hash});
}

std::optional<Sha256> from_hex(std::string_view hex) {
  Sha256 hash;
  if (!from_hex(hex, hash)) return std::nullopt;
  return hash;
}

}  // namespace liftbox
