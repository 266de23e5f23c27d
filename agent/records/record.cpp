#include "agent/records/record.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "agent/records/hex.hpp"
#include "agent/records/rfc3339.hpp"

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

std::string columns_differ(const Record& record) {
  const auto body = nlohmann::json::parse(record.bytes, nullptr, false);
  if (!body.is_object()) return {};  // the chain tells
  const auto says = [&body](const char* member) {
    const auto found = body.find(member);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  const auto time = parse_rfc3339(says("time"));
  std::string wrong;
  const auto check = [&wrong](bool same, const char* column) {
    if (!same) wrong += (wrong.empty() ? "" : ", ") + std::string{column};
  };
  check(says("severity") == name(record.record_class), "class");
  check(says("type") == record.type, "type");
  check(says("incident") == record.incident, "incident");
  check(time && time->ms == record.time_ms, "time_ms");
  return wrong;
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
