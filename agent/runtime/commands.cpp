#include "agent/runtime/commands.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/records/rfc3339.hpp"
#include "agent/records/shallow_json.hpp"
#include "agent/records/snapshot.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr std::size_t longest_text = 64;
constexpr std::size_t most_ranges = 1000;
constexpr std::int64_t lifetime_ms = 300'000;  // 5 min

/// What is wrong with a command, said to whoever wrote it.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string text(const json& body, const char* member) {
  const auto found = body.find(member);
  if (found == body.end() || !found->is_string()) throw Wrong{std::string{member} + " must be a text"};
  auto value = found->get<std::string>();
  if (value.empty() || value.size() > longest_text)
    throw Wrong{std::string{member} + " must have 1 to " + std::to_string(longest_text) + " characters"};
  return value;
}

Seq seq(const json& value, const std::string& member) {
  constexpr auto largest = static_cast<Seq>(std::numeric_limits<std::int64_t>::max());
  if (!value.is_number_unsigned() || value.get<Seq>() > largest)
    throw Wrong{member + " must be a sequence number"};
  return value.get<Seq>();
}

SeqRange range(const json& from, const json& upto, const std::string& member) {
  const SeqRange range{seq(from, member), seq(upto, member)};
  if (range.from > range.upto) throw Wrong{member + " must not run backwards"};
  return range;
}

Receipt receipt(const json& body) {
  Receipt receipt;
  receipt.epoch = text(body, "epoch");
  if (body.contains("upto")) receipt.ranges.push_back({1, seq(body["upto"], "upto")});
  const json ranges = body.value("ranges", json::array());
  if (!ranges.is_array() || ranges.size() > most_ranges)
    throw Wrong{"ranges must be a list of at most 1000 pairs"};
  for (const json& pair : ranges) {
    if (!pair.is_array() || pair.size() != 2) throw Wrong{"each of ranges must be a pair [from, to]"};
    receipt.ranges.push_back(range(pair[0], pair[1], "ranges"));
  }
  return receipt;
}

Resend resend(const json& body) {
  if (!body.contains("from") || !body.contains("to")) throw Wrong{"from and to must be given"};
  return {text(body, "epoch"), range(body["from"], body["to"], "from, to")};
}

WantSnapshot snapshot(const json& body) {
  if (!body.contains("incident")) return {};
  WantSnapshot wanted{text(body, "incident")};
  if (!is_snapshot_name(wanted.name)) throw Wrong{"incident must be one of a record, EPOCH:SEQ"};
  return wanted;
}

void check_age(const json& body, const Stamp& now) {
  const auto issued = parse_rfc3339(text(body, "issued"));
  if (!issued) throw Wrong{"issued must be an RFC 3339 time"};
  if (now.clock == "unset") return;  // nothing to compare with
  const std::int64_t age = now.wall_ms - issued->ms;
  if (age > lifetime_ms) throw Wrong{"expired: issued more than 5 min ago"};
  if (age < -lifetime_ms) throw Wrong{"issued more than 5 min in the future"};
}

json parse(const InboundCommand& inbound) {
  if (inbound.retained) throw Wrong{"retained: a command must never be"};
  if (inbound.payload.size() > CommandReader::largest) throw Wrong{"larger than 64 KiB"};
  json body = parse_shallow(inbound.payload);
  if (!body.is_object()) throw Wrong{"no JSON object"};
  return body;
}

decltype(Command::what) what(const std::string& name, const json& body) {
  if (name == "receipt") return receipt(body);
  if (name == "resend") return resend(body);
  if (name == "ack") return Acknowledge{text(body, "incident"), text(body, "by")};
  if (name == "report") return Report{};
  if (name == "snapshot") return snapshot(body);
  if (name == "stats") return WantStatistics{};
  if (name == "self_test") return WantSelfTest{};
  return Refusal{"unknown command"};
}

}  // namespace

Command CommandReader::read(const InboundCommand& inbound, const Stamp& now) {
  Command command{inbound.name.substr(0, longest_text), {}, {}, Refusal{"unknown command"}};
  try {
    const json body = parse(inbound);
    command.id = text(body, "id");
    command.by = text(body, "by");
    check_age(body, now);
    command.what = what(inbound.name, body);
    const bool changes_nothing_twice =
        std::holds_alternative<Receipt>(command.what) || std::holds_alternative<Refusal>(command.what);
    if (!changes_nothing_twice && !ids_.take(command.id, now.now))
      throw Wrong{"replayed: the id was used before"};
  } catch (const Wrong& wrong) {
    command.what = Refusal{wrong.what()};
  }
  return command;
}

}  // namespace liftbox
