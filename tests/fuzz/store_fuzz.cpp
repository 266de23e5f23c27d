// A store file in which bytes were changed: five of the input each, where (3), which page of the file counts
// from its end (1), and what stands there now (1). What is still told of the diary is what was written.
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>

#include "agent/records/sha256.hpp"
#include "agent/storage/steady_store.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/storage/diary.hpp"
#include "tests/storage/still_clock.hpp"

using namespace liftbox;

namespace {

constexpr std::size_t change_size = 5;
const std::string memory = R"({"v":1,"held":7})";

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<TelemetryBatch> telemetry() {
  std::vector<TelemetryBatch> all;
  for (std::int64_t id = 1; id <= 9; ++id)
    all.push_back({id, 10, id * 1000, id * 1000 + 900, std::string(id == 5 ? 6000 : 700, '.')});
  return all;
}

/// A store with some of everything, closed.
struct Written {
  Written() {
    const test::TemporaryDirectory directory;
    {
      SqliteStore store{directory.path()};
      const StoreHead head = store.open({});
      test::Diary diary{head};
      Commit commit;
      for (const RecordClass record_class : record_classes)
        for (const std::size_t bytes : {0U, 0U, 6000U})
          commit.records.push_back(diary.next({record_class, "mains_lost", "incident", bytes}));
      commit.memory = memory;
      store.commit(commit);
      store.received(head.epoch, std::array{SeqRange{1, 4}});
      for (const Record& record : commit.records) records.emplace(record.hash, record);
      store.keep_telemetry({.batches = batches, .share_bytes = 1 << 20});
      store.telemetry_accepted(std::array<std::int64_t, 2>{1, 4});
    }
    image = content(directory.path() / "records.sqlite");
  }
  std::map<Sha256, Record> records;
  const std::vector<TelemetryBatch> batches = telemetry();
  std::string image;
};

void ask_everything(SteadyStore& store, const Written& written) {
  const StoreHead head = store.open({});
  fuzz::require(!head.memory || head.memory == memory,
                "a memory that is handed out is the one that was kept");
  RecordQuery everything;
  everything.limit = 1000;
  for (const StoredRecord& stored : store.query(everything)) {
    const Record& record = stored.record;
    if (record.epoch != written.records.begin()->second.epoch) continue;
    const auto promised = written.records.find(record.hash);
    fuzz::require(promised != written.records.end() && promised->second.bytes == record.bytes,
                  "a record that is handed out is one that was written");
  }
  for (const RecordClass record_class : record_classes) store.waiting(record_class, 0, 1000);
  for (const TelemetryBatch& batch : store.waiting_telemetry(0, 100))
    fuzz::require(batch.id >= 1 && batch.id <= 9 &&
                      batch.payload == written.batches.at(static_cast<std::size_t>(batch.id) - 1).payload,
                  "telemetry that is handed out is what was kept");
  store.holding(head.epoch, {1, 100});
  store.to_drop(0);
  for (int slice = 0; slice < 3; ++slice) store.look_over();
  store.counts();
}

/// As the box does: what is found damaged is set aside as it is opened again, and all is well.
void live_on(const std::filesystem::path& directory, const Written& written) {
  const test::StillClock clock;
  SteadyStore store{directory, SqliteStore::Settings{}, clock};
  try {
    ask_everything(store, written);
  } catch (const StoreDamaged&) {
    ask_everything(store, written);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Written written;
  static const test::TemporaryDirectory directory;
  std::string image = written.image;
  constexpr std::size_t most_changes = 64;
  for (std::size_t at = 0; at + change_size <= size && at < most_changes * change_size; at += change_size) {
    const std::size_t place =
        static_cast<std::size_t>(data[at]) << 16 | static_cast<std::size_t>(data[at + 1]) << 8 | data[at + 2];
    const std::size_t from_start = place % image.size();
    image[data[at + 3] % 2 == 0 ? from_start : image.size() - 1 - from_start] =
        static_cast<char>(data[at + 4]);
  }
  for (const auto& entry : std::filesystem::directory_iterator{directory.path()})
    std::filesystem::remove_all(entry);
  std::ofstream{directory.path() / "records.sqlite", std::ios::binary} << image;
  live_on(directory.path(), written);
  return 0;
}
