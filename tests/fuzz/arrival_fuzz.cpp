// What the city's receiver may get: a topic in the first line, then a record's bytes or another document. The
// hash is made to fit: what has none that fits is refused before anything is read.
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"
#include "protocols/city/sorting.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

namespace {

/// The same bytes where they have a canonical form.
std::string canonical_form(std::string_view bytes) {
  try {
    return canonical(json::parse(bytes));
  } catch (const std::exception&) {
    return std::string{bytes};
  }
}

std::string sealed(const std::string& bytes) {
  Record record;
  record.bytes = bytes;
  record.hash = sha256(bytes);
  return envelope(record, 1);
}

void hold(const Arrival& arrival) {
  fuzz::require(arrival.seq >= 1 && sha256(arrival.bytes) == arrival.hash,
                "a record has its number and its hash");
  fuzz::require(parse_rfc3339(arrival.time).has_value(), "its time can be read again");
  fuzz::require(arrival.body.find(R"(\u0000)") == std::string::npos ||
                    arrival.body.find(R"(\\u0000)") != std::string::npos,
                "jsonb can hold its body");
  json body = json::parse(arrival.bytes);
  body.erase("snapshot");
  fuzz::require(json::parse(arrival.body).size() == body.size(),
                "its body is the record without the snapshot");
  const Sorted sorted = sort_batch({arrival, arrival}, {});
  fuzz::require(sorted.fresh.size() == 1 && sorted.repeats.size() == 1, "what comes twice is a repeat");
}

void take(Letter letter) {
  const Read read = read_letter(letter, "lift/v1");
  if (const auto* dead = std::get_if<DeadLetter>(&read))
    fuzz::require(!dead->reason.empty() && dead->letter.payload == letter.payload,
                  "a dead letter says why and is as it came");
  if (const auto* document = std::get_if<Document>(&read))
    fuzz::require(json::parse(document->text).is_object(), "a document is an object");
  if (const auto* arrival = std::get_if<Arrival>(&read)) hold(*arrival);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::FirstLine input{fuzz::text_of(data, size)};
  const std::string topic{input.line};
  take({topic, std::string{input.rest}});
  take({topic, sealed(std::string{input.rest})});
  if (input.rest.size() < 10'000) take({topic, sealed(canonical_form(input.rest))});
  return 0;
}
