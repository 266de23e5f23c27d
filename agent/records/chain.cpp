#include "agent/records/chain.hpp"

#include <nlohmann/json.hpp>

#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

/// Whether a member is there and says just this; a changed record may hold anything.
template <class Value>
bool says(const nlohmann::json& body, const char* member, const Value& value) {
  const auto found = body.find(member);
  return found != body.end() && *found == value;
}

}  // namespace

std::optional<ChainBreak> ChainVerifier::next(const Record& record) {
  const auto broken = [&](std::string what) { return ChainBreak{record.seq, std::move(what)}; };
  if (record.seq != seq_ + 1)
    return broken("record " + std::to_string(seq_ + 1) + " should come here: one is missing or out of order");
  if (sha256(record.bytes) != record.hash) return broken("its bytes do not have its hash: it was changed");
  const auto body = nlohmann::json::parse(record.bytes, nullptr, false);
  if (!body.is_object()) return broken("its bytes are no JSON object");
  if (!says(body, "epoch", record.epoch) || !says(body, "seq", record.seq))
    return broken("its bytes are those of another record");
  if (!says(body, "prev", to_hex(hash_)))
    return broken("it does not follow the record before it: one of the two was changed");
  seq_ = record.seq;
  hash_ = record.hash;
  return std::nullopt;
}

}  // namespace liftbox
