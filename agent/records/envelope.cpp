#include "agent/records/envelope.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "agent/records/sha256.hpp"
#include "agent/records/snapshot.hpp"

namespace liftbox {
namespace {

constexpr std::string_view before_hash = R"({"hash":")";
constexpr std::string_view before_low = R"(","low":)";
constexpr std::string_view before_record = R"(,"record":)";

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

}  // namespace

std::string envelope(const Record& record, Seq low) {
  std::string text{before_hash};
  text.append(to_hex(record.hash)).append(before_low).append(std::to_string(low));
  text.append(before_record).append(record.bytes).append("}");
  return text;
}

std::string summary_envelope(const Record& record, Seq low) {
  const auto body = nlohmann::json::parse(record.bytes);
  nlohmann::json summary{{"bytes", record.bytes.size()}, {"parts", parts_name(record)}};
  for (const char* member :
       {"v", "device", "epoch", "seq", "type", "phase", "severity", "incident", "time", "clock", "codes"})
    if (const auto found = body.find(member); found != body.end()) summary[member] = *found;
  return nlohmann::json{{"hash", to_hex(record.hash)}, {"low", low}, {"summary", summary}}.dump();
}

std::optional<Opened> open_envelope(std::string_view text, std::string* why) {
  const auto refused = [why](const char* reason) -> std::optional<Opened> {
    if (why != nullptr) *why = reason;
    return std::nullopt;
  };
  Opened opened;
  constexpr std::size_t hex_size = 64;
  if (!take(text, before_hash)) return refused("no envelope: it does not begin with a hash");
  const auto hash = from_hex(text.substr(0, hex_size));
  if (!hash) return refused("no envelope: the hash is not 64 digits of lower-case hexadecimal");
  opened.hash = *hash;
  text.remove_prefix(hex_size);
  if (!take(text, before_low)) return refused("no envelope: low does not follow the hash");
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), opened.low);
  if (error != std::errc{}) return refused("no envelope: low is no sequence number");
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!take(text, before_record)) return refused("no envelope: the record does not follow low");
  if (!text.ends_with('}')) return refused("no envelope: it does not end with the record, it was cut off");
  opened.bytes = text.substr(0, text.size() - 1);
  if (sha256(opened.bytes) != opened.hash)
    return refused("the record does not have its hash: it was changed");
  return opened;
}

}  // namespace liftbox
