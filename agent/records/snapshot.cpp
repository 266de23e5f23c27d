#include "agent/records/snapshot.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/compressed.hpp"
#include "agent/records/record.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr std::string_view mark = "# snapshot ";
constexpr std::size_t longest_name = 128;
constexpr std::size_t around_the_data = 600;  ///< bytes of a payload that are not data
constexpr std::size_t least_data = 64;

/// Bytes of the trace in one message: base64 makes four of three.
std::size_t bytes_in_a_part(std::size_t largest) {
  const std::size_t room = largest > around_the_data ? largest - around_the_data : 0;
  return std::max(least_data, room) / 4 * 3;
}

}  // namespace

bool is_snapshot_name(std::string_view name) {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-";
  return !name.empty() && name.size() <= longest_name && !name.starts_with('.') &&
         name.find_first_not_of(allowed) == std::string_view::npos;
}

std::string snapshot_remark(const Snapshot& about) {
  return std::string{mark.substr(2)} +
         json{{"complete", about.complete}, {"from", about.from}, {"name", about.name}, {"upto", about.upto}}
             .dump();
}

std::optional<Snapshot> read_snapshot(std::string compressed) {
  const auto text = decompress(compressed, largest_trace);
  if (!text) return std::nullopt;
  const std::size_t begin = text->starts_with(mark) ? 0 : text->find('\n' + std::string{mark}) + 1;
  if (!std::string_view{*text}.substr(begin).starts_with(mark)) return std::nullopt;
  const std::size_t after = begin + mark.size();
  const json about = json::parse(text->substr(after, text->find('\n', after) - after), nullptr, false);
  if (!about.is_object()) return std::nullopt;
  try {
    return Snapshot{about.at("name").get<std::string>(), about.at("from").get<std::string>(),
                    about.at("upto").get<std::string>(), about.at("complete").get<bool>(),
                    std::move(compressed)};
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::string parts_name(const Record& record) {
  return "record-" + record.epoch + ":" + std::to_string(record.seq);
}

Snapshot snapshot_of(const Record& record) {
  const std::string time = format_rfc3339(record.time_ms, 0);
  return {parts_name(record), time, time, true, compress(record.bytes)};
}

std::size_t snapshot_parts(const Snapshot& snapshot, std::size_t largest) {
  const std::size_t bytes = bytes_in_a_part(largest);
  return std::max<std::size_t>(1, (snapshot.trace.size() + bytes - 1) / bytes);
}

std::string snapshot_part(const Snapshot& snapshot, std::size_t part, std::size_t largest) {
  const std::size_t bytes = bytes_in_a_part(largest);
  return json{{"v", 1},
              {"name", snapshot.name},
              {"from", snapshot.from},
              {"upto", snapshot.upto},
              {"complete", snapshot.complete},
              {"part", part + 1},
              {"parts", snapshot_parts(snapshot, largest)},
              {"encoding", "zstd+base64"},
              {"size", snapshot.trace.size()},
              {"sha256", to_hex(sha256(snapshot.trace))},
              {"data", to_base64(std::string_view{snapshot.trace}.substr(part * bytes, bytes))}}
      .dump();
}

}  // namespace liftbox
