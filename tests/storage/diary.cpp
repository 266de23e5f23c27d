#include "tests/storage/diary.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox::test {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "liftbox-store-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

TemporaryDirectory::~TemporaryDirectory() {
  std::filesystem::remove_all(path_);
}

Record Diary::next(const Entry& entry) {
  nlohmann::json body{{"lift", "困人 🛗"}};
  if (entry.bytes > 0) body["filler"] = std::string(entry.bytes, '.');
  return write(entry, std::move(body));
}

Record Diary::next(const Drop& drop) {
  return write({RecordClass::notice, records_dropped_type}, {{"evidence", drop_json(drop, 0)}});
}

Record Diary::write(const Entry& entry, nlohmann::json&& body) {
  Record record;
  record.epoch = epoch_;
  record.seq = ++seq_;
  record.record_class = entry.record_class;
  record.type = entry.type;
  record.incident = entry.incident;
  record.time_ms = 1'767'571'200'000 + static_cast<std::int64_t>(seq_) * 1000;
  body.update({{"epoch", record.epoch},
               {"seq", record.seq},
               {"prev", to_hex(hash_)},
               {"type", record.type},
               {"severity", name(record.record_class)},
               {"incident", record.incident},
               {"time", format_rfc3339(record.time_ms, 0)}});
  record.bytes = canonical(body);
  record.hash = hash_ = sha256(record.bytes);
  return record;
}

Record forged(const Record& record) {
  Record other = record;
  other.bytes.back() = ' ';
  other.bytes.push_back('}');
  other.hash = sha256(other.bytes);
  return other;
}

}  // namespace liftbox::test
