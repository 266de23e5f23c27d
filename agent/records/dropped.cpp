#include "agent/records/dropped.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

std::optional<Seq> seq_in(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<Seq>();
}

std::string text_in(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<DroppedRange> range_of(const json& told) {
  if (!told.is_object()) return std::nullopt;
  const auto from = seq_in(told, "from");
  const auto upto = seq_in(told, "upto");
  const auto prev = from_hex(text_in(told, "prev"));
  const auto hash = from_hex(text_in(told, "hash"));
  if (!from || !upto || *from == 0 || *upto < *from || !prev || !hash) return std::nullopt;
  return DroppedRange{text_in(told, "epoch"), *from, *upto, *prev, *hash};
}

}  // namespace

std::string_view name(Drop::Why why) {
  return why == Drop::Why::full ? "full" : "damaged";
}

json drop_json(const Drop& drop, int utc_offset_min) {
  json ranges = json::array();
  for (const DroppedRange& range : drop.ranges)
    ranges.push_back({{"epoch", range.epoch},
                      {"from", range.from},
                      {"upto", range.upto},
                      {"prev", to_hex(range.prev)},
                      {"hash", to_hex(range.hash)}});
  json told{{"why", name(drop.why)},
            {"records", drop.records},
            {"received", drop.received},
            {"not_received", drop.not_received},
            {"ranges", std::move(ranges)}};
  if (!drop.merged_faults.empty()) told["merged_faults"] = drop.merged_faults;
  if (drop.upto_ms != 0) {
    told["oldest"] = format_rfc3339(drop.from_ms, utc_offset_min);
    told["newest"] = format_rfc3339(drop.upto_ms, utc_offset_min);
  }
  return told;
}

DropTold drop_told(const json& body) {
  DropTold told;
  if (text_in(body, "type") != records_dropped_type) return told;
  const auto evidence = body.find("evidence");
  if (evidence == body.end() || !evidence->is_object()) return told;
  told.why = text_in(*evidence, "why");
  if (const auto ranges = evidence->find("ranges"); ranges != evidence->end() && ranges->is_array())
    for (const json& one : *ranges)
      if (auto range = range_of(one)) told.ranges.push_back(std::move(*range));
  return told;
}

}  // namespace liftbox
