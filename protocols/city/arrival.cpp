#include "protocols/city/arrival.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "agent/records/canonical.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/seal.hpp"
#include "protocols/city/members.hpp"

namespace liftbox::city {
namespace {

using nlohmann::json;

constexpr std::size_t longest_device = 32;
constexpr std::int64_t earliest_ms = -2'208'988'800'000;  // 1900
constexpr std::int64_t latest_ms = 253'402'300'799'999;   // 9999
constexpr auto largest_seq = static_cast<Seq>(std::numeric_limits<std::int64_t>::max());

bool is_device(std::string_view text) {
  return !text.empty() && text.size() <= longest_device && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

/// jsonb cannot hold U+0000.
std::string for_jsonb(const json& document) {
  std::string out = document.dump();
  constexpr std::string_view nul{"\\u0000"};
  constexpr std::string_view replacement{"\\ufffd"};
  for (std::size_t at = out.find(nul); at != std::string::npos; at = out.find(nul, at + nul.size())) {
    const std::size_t backslashes = at - out.find_last_not_of('\\', at);  // an even number escapes itself
    if (backslashes % 2 == 1 || at == 0) out.replace(at, nul.size(), replacement);
  }
  return out;
}

void read_names(Arrival& arrival, const json& body, std::string_view device, std::string_view topic_class) {
  arrival.diary = {text(body, "device"), text(body, "epoch")};
  if (arrival.diary.device != device) throw Wrong{"it is a record of " + arrival.diary.device};
  if (!is_uuid(arrival.diary.epoch)) throw Wrong{"epoch is no UUID"};
  arrival.record_class = text(body, "severity");
  if (!find_record_class(arrival.record_class)) throw Wrong{"severity is none that is known"};
  if (arrival.record_class != topic_class) throw Wrong{"its topic is not that of its severity"};
  arrival.clock = text(body, "clock");
  arrival.boot = text(body, "boot");
  arrival.type = text(body, "type");
  arrival.phase = text(body, "phase");
  arrival.confidence = text(body, "confidence");
  arrival.incident = text(body, "incident");
  arrival.lift = text(body, "lift");
}

void read_place(Arrival& arrival, const json& body) {
  const std::int64_t seq = whole_number(body, "seq");
  if (seq < 1) throw Wrong{"seq is not positive"};
  arrival.seq = static_cast<Seq>(seq);
  const auto prev = from_hex(text(body, "prev"));
  if (!prev) throw Wrong{"prev is not 64 digits of lower-case hexadecimal"};
  if (arrival.seq == 1 && *prev != Sha256{}) throw Wrong{"seq 1 follows another record"};
  arrival.prev = *prev;
  arrival.mono_ms = whole_number(body, "mono_ms");
  const auto time = parse_rfc3339(text(body, "time"));
  if (!time) throw Wrong{"time is no RFC 3339 time"};
  if (time->ms < earliest_ms || time->ms > latest_ms) throw Wrong{"time lies outside the years 1900 to 9999"};
  arrival.time = format_rfc3339(time->ms, 0);
}

/// The same bytes again: what has a second form could have a second hash.
void require_canonical(const json& body, std::string_view bytes) {
  bool same = false;
  try {
    same = canonical(body) == bytes;
  } catch (const std::logic_error&) {
    // A float, or text that is not UTF-8, has no canonical form.
  }
  if (!same) throw Wrong{"its bytes are not canonical"};
}

Arrival read_record(const Letter& letter, std::string_view device, std::string_view topic_class) {
  Arrival arrival;
  std::string why;
  const auto opened = open_envelope(letter.payload, &why);
  if (!opened) throw Wrong{why};
  json body = parse_object(opened->bytes);
  require_canonical(body, opened->bytes);
  read_names(arrival, body, device, topic_class);
  read_place(arrival, body);
  if (const auto seal = check_seal(body); seal && !seal->good) throw Wrong{"its signature does not fit"};
  body.erase("snapshot");
  arrival.low = std::min(opened->low, largest_seq);
  arrival.hash = opened->hash;
  arrival.bytes = opened->bytes;
  arrival.body = for_jsonb(body);
  return arrival;
}

Document read_document(const Letter& letter, std::string_view device, Document::Kind kind) {
  const json body = parse_object(letter.payload);
  if (kind == Document::Kind::status && !(body.contains("online") && body["online"].is_boolean()))
    throw Wrong{"online is neither true nor false"};
  return {kind, std::string{device}, for_jsonb(body), {}};
}

Read read_below(const Letter& letter, std::string_view device, std::string_view below) {
  constexpr std::string_view record{"record/"};
  if (below.starts_with(record)) return read_record(letter, device, below.substr(record.size()));
  if (below == "identity") return read_document(letter, device, Document::Kind::identity);
  if (below == "status") return read_document(letter, device, Document::Kind::status);
  if (below == "state") return read_document(letter, device, Document::Kind::state);
  throw Wrong{"nobody asked for this topic"};
}

}  // namespace

std::string_view device_of(std::string_view topic, std::string_view topic_root) {
  if (topic.size() <= topic_root.size() || !topic.starts_with(topic_root) || topic[topic_root.size()] != '/')
    return {};
  topic.remove_prefix(topic_root.size() + 1);
  const std::string_view device = topic.substr(0, topic.find('/'));
  return is_device(device) ? device : std::string_view{};
}

Read read_letter(Letter letter, std::string_view topic_root) {
  try {
    const std::string_view device = device_of(letter.topic, topic_root);
    if (device.empty()) throw Wrong{"its topic names no device"};
    const std::size_t before = topic_root.size() + 1 + device.size() + 1;
    if (letter.topic.size() < before) throw Wrong{"nobody asked for this topic"};
    Read read = read_below(letter, device, std::string_view{letter.topic}.substr(before));
    std::visit([&](auto& what) { what.letter = std::move(letter); }, read);
    return read;
  } catch (const Wrong& wrong) {
    return DeadLetter{std::move(letter), wrong.what()};
  }
}

}  // namespace liftbox::city
