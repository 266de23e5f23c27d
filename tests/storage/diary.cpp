#include "tests/storage/diary.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
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
  Record record;
  record.epoch = epoch_;
  record.seq = ++seq_;
  record.record_class = entry.record_class;
  record.type = entry.type;
  record.incident = entry.incident;
  record.time_ms = 1'767'571'200'000 + static_cast<std::int64_t>(seq_) * 1000;
  record.bytes = canonical({{"epoch", record.epoch},
                            {"seq", record.seq},
                            {"prev", to_hex(hash_)},
                            {"type", record.type},
                            {"lift", "困人 🛗"}});
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
