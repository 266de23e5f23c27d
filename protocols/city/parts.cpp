#include "protocols/city/parts.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/compressed.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/sha256.hpp"
#include "protocols/city/members.hpp"

namespace liftbox::city {
namespace {

using nlohmann::json;

constexpr std::string_view below_record{"record/"};
constexpr std::string_view below_snapshot{"snapshot/"};
constexpr std::string_view of_record{"record-"};

/// What a part takes in memory.
std::size_t weight(const std::string& data) {
  constexpr std::size_t beside = 100;
  return data.size() + beside;
}

std::string name_of(const Diary& diary, Seq seq) {
  return std::string{of_record} + diary.epoch + ":" + std::to_string(seq);
}

/// "record-EPOCH:SEQ", as a box writes it.
bool is_name_of_record(std::string_view name) {
  constexpr std::size_t uuid_size = 36;
  constexpr std::size_t most_digits = 19;
  if (!name.starts_with(of_record)) return false;
  name.remove_prefix(of_record.size());
  if (!is_uuid(name.substr(0, uuid_size)) || name.substr(uuid_size, 1) != ":") return false;
  name.remove_prefix(uuid_size + 1);
  return !name.empty() && name.size() <= most_digits && name.front() != '0' &&
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_topic_of_record(std::string_view below) {
  return below.starts_with(below_record) && find_record_class(below.substr(below_record.size())).has_value();
}

/// Without parsing what an ordinary record holds: an envelope begins with "hash" and "low".
bool is_summary(std::string_view payload) {
  if (!payload.starts_with(R"({"hash":")")) return false;
  const std::size_t after_hash = payload.find(',');
  if (after_hash == std::string_view::npos) return false;
  const std::size_t after_low = payload.find(',', after_hash + 1);
  return after_low != std::string_view::npos && payload.substr(after_low).starts_with(R"(,"summary":)");
}

Sha256 hash_in(const json& body, const char* member) {
  const auto hash = from_hex(text(body, member));
  if (!hash) throw Wrong{std::string{member} + " is not 64 digits of lower-case hexadecimal"};
  return *hash;
}

/// A size or a count.
std::uint64_t number_up_to(std::uint64_t most, const json& body, const char* member) {
  const std::int64_t number = whole_number(body, member);
  if (number < 1 || static_cast<std::uint64_t>(number) > most)
    throw Wrong{std::string{member} + " is not from 1 to " + std::to_string(most)};
  return static_cast<std::uint64_t>(number);
}

std::string data_in(const json& body) {
  const auto found = body.find("data");
  if (found == body.end() || !found->is_string()) throw Wrong{"data is not a text"};
  auto data = from_base64(found->get_ref<const std::string&>());
  if (!data || data->empty()) throw Wrong{"data is no base64 of anything"};
  return std::move(*data);
}

/// Of one part: its size and number leave one way in which the whole was cut, or none.
std::uint64_t share_of(std::uint64_t number, std::uint64_t parts, std::uint64_t size, std::uint64_t here) {
  const bool last = number == parts;
  const std::uint64_t others = parts - 1;
  const std::uint64_t share = last && others > 0 && here < size ? (size - here) / others : here;
  const bool covers = others * share < size && size <= parts * share;
  if (!covers || here != (last ? size - others * share : share))
    throw Wrong{"its size does not fit its number, parts and size"};
  return share;
}

}  // namespace

Parts::Parts(std::string topic_root) : Parts{std::move(topic_root), Bounds{}} {}
Parts::Parts(std::string topic_root, Bounds bounds) : topic_root_{std::move(topic_root)}, bounds_{bounds} {}

std::optional<Read> Parts::take(Letter letter) {
  const std::string_view device = device_of(letter.topic, topic_root_);
  const std::size_t before = topic_root_.size() + 1 + device.size() + 1;
  if (device.empty() || letter.topic.size() < before) return read_letter(std::move(letter), topic_root_);
  const std::string_view below = std::string_view{letter.topic}.substr(before);
  try {
    if (below.starts_with(below_snapshot))
      return take_part(device, below.substr(below_snapshot.size()), letter);
    if (is_topic_of_record(below) && is_summary(letter.payload)) return take_summary(device, letter);
  } catch (const Wrong& wrong) {
    return DeadLetter{std::move(letter), wrong.what()};
  }
  return read_letter(std::move(letter), topic_root_);
}

std::optional<Read> Parts::take_summary(std::string_view device, const Letter& letter) {
  Key key{std::string{device}, {}};
  Summary summary = read_summary(key, letter);
  const Place place = find_or_make(std::move(key));
  place->summary = std::move(summary);
  return finish_if_complete(place);
}

std::optional<Read> Parts::take_part(std::string_view device, std::string_view name, const Letter& letter) {
  if (!name.starts_with(of_record)) return std::nullopt;  // the flight recorder's
  Part part = read_part(name, letter);
  const Place place = find_or_make({std::string{device}, std::string{name}});
  add(*place, std::move(part));
  return finish_if_complete(place);
}

Parts::Summary Parts::read_summary(Key& key, const Letter& letter) const {
  const json body = parse_object(letter.payload);
  const json about = body.value("summary", json{});
  if (!about.is_object()) throw Wrong{"summary is no object"};
  if (const std::string device = text(about, "device"); device != key.device)
    throw Wrong{"it is the summary of a record of " + device};
  key.name = text(about, "parts");
  const std::int64_t seq = whole_number(about, "seq");
  if (seq < 1 || !is_name_of_record(key.name) ||
      key.name != name_of({key.device, text(about, "epoch")}, static_cast<Seq>(seq)))
    throw Wrong{"its parts are not named record-EPOCH:SEQ, after the record"};
  const std::int64_t low = whole_number(body, "low");
  if (low < 0) throw Wrong{"low is negative"};
  return {letter.topic, hash_in(body, "hash"), static_cast<Seq>(low),
          number_up_to(bounds_.largest_record, about, "bytes")};
}

Parts::Part Parts::read_part(std::string_view name, const Letter& letter) const {
  if (!is_name_of_record(name)) throw Wrong{"its topic does not end with record-EPOCH:SEQ"};
  const json body = parse_object(letter.payload);
  if (text(body, "name") != name) throw Wrong{"its name is not that of its topic"};
  if (text(body, "encoding") != "zstd+base64") throw Wrong{"its encoding is not zstd+base64"};
  Part part;
  part.cut.hash = hash_in(body, "sha256");
  part.cut.size = number_up_to(bounds_.largest_record, body, "size");
  part.cut.parts = number_up_to(part.cut.size, body, "parts");
  part.number = number_up_to(part.cut.parts, body, "part");
  part.data = data_in(body);
  part.cut.share = share_of(part.number, part.cut.parts, part.cut.size, part.data.size());
  return part;
}

Parts::Place Parts::find_or_make(Key key) {
  if (const auto found = places_.find(key); found != places_.end()) {
    unfinished_.splice(unfinished_.end(), unfinished_, found->second);
    return found->second;
  }
  const Place place = unfinished_.insert(unfinished_.end(), Unfinished{key});
  places_.emplace(std::move(key), place);
  return place;
}

/// Cut in another way it is another sending, and the newest counts.
void Parts::add(Unfinished& to, Part part) {
  if (to.cut != part.cut) {
    forget_data(to);
    to.cut = part.cut;
  }
  std::string& data = to.data[part.number];
  if (!data.empty()) bytes_ -= weight(data);
  data = std::move(part.data);
  bytes_ += weight(data);
}

void Parts::forget_data(Unfinished& of) {
  for (const auto& [number, data] : of.data) bytes_ -= weight(data);
  of.data.clear();
}

void Parts::drop(Place place) {
  forget_data(*place);
  places_.erase(place->key);
  unfinished_.erase(place);
}

void Parts::keep_within_bounds() {
  while (unfinished_.size() > bounds_.records || bytes_ > bounds_.bytes) {
    if (unfinished_.front().summary) ++given_up_;
    drop(unfinished_.begin());
  }
}

std::optional<Read> Parts::finish_if_complete(Place place) {
  if (!place->summary || place->data.empty() || place->data.size() < place->cut.parts) {
    keep_within_bounds();
    return std::nullopt;
  }
  Read read = finish(*place);
  drop(place);
  return read;
}

/// From here on it is as if it had come whole.
Read Parts::finish(const Unfinished& complete) const {
  std::string frame;
  for (const auto& [number, data] : complete.data) frame += data;
  const auto dead = [&](const char* reason) {
    const Key& key = complete.key;
    std::string topic = topic_root_ + "/" + key.device + "/" + std::string{below_snapshot} + key.name;
    return DeadLetter{{std::move(topic), std::move(frame)}, reason};
  };
  if (sha256(frame) != complete.cut.hash) return dead("put together, its parts do not have their sha256");
  auto bytes = decompress(frame, complete.summary->bytes);
  if (!bytes) return dead("put together, its parts are no zstd of as many bytes as the summary says");
  Record record;
  record.hash = complete.summary->hash;
  record.bytes = std::move(*bytes);
  Read read = read_letter({complete.summary->topic, envelope(record, complete.summary->low)}, topic_root_);
  auto* arrival = std::get_if<Arrival>(&read);
  if (arrival != nullptr && name_of(arrival->diary, arrival->seq) != complete.key.name)
    return DeadLetter{std::move(arrival->letter), "its parts are named after another record"};
  return read;
}

}  // namespace liftbox::city
