#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "agent/storage/steady_store.hpp"
#include "agent/storage/store_reader.hpp"
#include "tests/storage/diary.hpp"
#include "tests/storage/still_clock.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

constexpr std::size_t page = 4096;

std::string content(const std::filesystem::path& file) {
  std::stringstream all;
  all << std::ifstream{file, std::ios::binary}.rdbuf();
  return all.str();
}

/// What a caller was promised: every record, and which of them are done; telemetry, waiting or told as lost.
struct Promised {
  std::map<Seq, Record> records;
  Seq done_upto = 0;
  std::map<std::int64_t, TelemetryBatch> telemetry;
  std::set<std::int64_t> taken;
  std::uint64_t values = 0, values_lost = 0;
};

/// Some batches need pages of their own; some were taken by the broker, and lie in pages no longer used.
void keep_telemetry(SqliteStore& store, Promised& promised) {
  constexpr std::uint64_t plenty = 1 << 20;
  promised.values_lost = 7;
  TelemetryStore::Keep keep{.lost = {promised.values_lost, 100, 200}, .share_bytes = plenty};
  for (std::int64_t id = 1; id <= 30; ++id) {
    const std::string payload = "batch " + std::to_string(id) + std::string(id % 8 == 5 ? 6000 : 500, '.');
    keep.batches.push_back({id, 10, id * 1000, id * 1000 + 900, payload});
    promised.telemetry.emplace(id, keep.batches.back());
    if (id <= 14 || id == 17) promised.taken.insert(id);
  }
  store.keep_telemetry(keep);
  const std::vector<std::int64_t> taken{promised.taken.begin(), promised.taken.end()};
  promised.values = store.telemetry_accepted(taken).values;
}

/// A store in a file, closed; records of every class, some that need pages of their own, done and not.
Promised make(const std::filesystem::path& directory) {
  constexpr std::array classes{RecordClass::notice, RecordClass::fault, RecordClass::alarm,
                               RecordClass::stats};
  Promised promised;
  SqliteStore store{directory};
  const StoreHead head = store.open({});
  Diary diary{head};
  for (int i = 0; i < 12; ++i) {
    Commit commit;
    for (const RecordClass record_class : classes)
      commit.records.push_back(diary.next({record_class, "type_" + std::to_string(i), "incident",
                                           i % 4 == 3 && record_class == RecordClass::stats ? 6000U : 0U}));
    commit.memory = "{\"held\":" + std::to_string(i) + ",\"counters\":\"" + std::string(3000, 'x') + "\"}";
    store.commit(commit);
    for (const Record& record : commit.records) promised.records.emplace(record.seq, record);
  }
  promised.done_upto = 20;
  store.received(head.epoch, std::array{SeqRange{1, promised.done_upto}});
  keep_telemetry(store, promised);
  return promised;
}

/// Opens such a disk as a box does, and walks all of it. Returns what it says is lost.
class Trial {
 public:
  Trial(const std::filesystem::path& directory, const Promised& promised)
      : directory_{directory}, promised_{promised} {}

  void run(const std::string& image) {
    for (const auto& entry : std::filesystem::directory_iterator{directory_}) std::filesystem::remove(entry);
    std::ofstream{directory_ / "records.sqlite", std::ios::binary} << image;
    SteadyStore store{directory_, SqliteStore::Settings{}, clock_};
    StoreHead head = store.open({});
    std::optional<Drop> lost = store.to_drop(0);
    if (head.why.empty() && walk_finds_damage(store)) {
      store.take_refuge("refuge");
      store.commit({{Diary{StoreHead{.epoch = "refuge"}}.next()}, {}, {}});
      head.why = "the walk found it; " + store.leave_refuge({});
      lost = store.to_drop(0);
    }
    ++(head.why.empty() ? unnoticed : noticed);
    judge(store, head, lost);
    judge_telemetry(store, head.why);
  }

  int unnoticed = 0, noticed = 0, records_lost = 0;
  std::uint64_t values_lost = 0;

 private:
  static bool walk_finds_damage(SteadyStore& store) {
    try {
      for (int slice = 0; slice < 3; ++slice) store.look_over();
    } catch (const StoreDamaged&) {
      return true;
    }
    return false;
  }

  void judge(SteadyStore& store, const StoreHead& head, const std::optional<Drop>& lost) {
    INFO("the store says: " << (head.why.empty() ? "nothing" : head.why));
    RecordQuery everything;
    everything.limit = 1000;
    std::map<Seq, Record> found;
    for (StoredRecord& stored : store.query(everything))
      if (stored.record.epoch == promised_.records.at(1).epoch)
        found.emplace(stored.record.seq, stored.record);
    for (const auto& [seq, record] : promised_.records) {
      const auto same = found.find(seq);
      if (same == found.end()) {
        ++records_lost;
        REQUIRE(told(lost, seq));
        continue;
      }
      REQUIRE(same->second.bytes == record.bytes);
      REQUIRE(same->second.record_class == record.record_class);
      REQUIRE(same->second.type == record.type);
      REQUIRE(same->second.time_ms == record.time_ms);
    }
    REQUIRE(found.size() <= promised_.records.size());
    REQUIRE(waiting(store, found) >= found.size() - promised_.done_upto);
  }

  /// What waited waits, or is counted as lost; or it is said that nobody knows, and then nothing is missing.
  void judge_telemetry(SteadyStore& store, const std::string& why) {
    INFO("the store says: " << (why.empty() ? "nothing" : why));
    std::uint64_t values = 0;
    for (const TelemetryBatch& batch : store.waiting_telemetry(0, 100)) {
      REQUIRE(batch.payload == promised_.telemetry.at(batch.id).payload);
      if (!promised_.taken.contains(batch.id)) values += batch.values;  // else it comes twice
    }
    values_lost += promised_.values - values;
    if (why.find("is not known") == std::string::npos)
      REQUIRE(values + store.telemetry_standing().loss.values == promised_.values + promised_.values_lost);
    else
      REQUIRE(values == promised_.values);
  }

  /// The newest ones leave no hole: the first record of the new epoch says where the old one ended.
  bool told(const std::optional<Drop>& lost, Seq seq) const {
    if (seq == promised_.records.rbegin()->first) return true;
    if (!lost) return false;
    return std::any_of(lost->ranges.begin(), lost->ranges.end(),
                       [&](const DroppedRange& range) { return range.from <= seq && seq <= range.upto; });
  }

  /// None that was not received may count as done.
  std::size_t waiting(SteadyStore& store, const std::map<Seq, Record>& found) const {
    std::size_t all = 0;
    for (const RecordClass record_class : record_classes)
      for (const StoredRecord& stored : store.waiting(record_class, 0, 1000))
        all += found.count(stored.record.seq);
    return all;
  }

  std::filesystem::path directory_;
  const Promised& promised_;
  StillClock clock_;
};

}  // namespace

TEST_CASE("a flipped byte anywhere in the file is mended, told, or of no consequence") {
  const TemporaryDirectory made;
  const TemporaryDirectory tried;
  const Promised promised = make(made.path());
  const std::string whole = content(made.path() / "records.sqlite");
  Trial trial{tried.path(), promised};
  trial.run(whole);
  REQUIRE(trial.unnoticed == 1);

  constexpr std::size_t step = 61;  // of a page's bytes; another set in each page
  for (std::size_t at = 0; at < whole.size(); at += at % page < 64 ? 3 : step) {
    std::string image = whole;
    image[at] = static_cast<char>(image[at] ^ (1 << (at % 8)));
    INFO("byte " << at % page << " of page " << at / page + 1);
    REQUIRE_NOTHROW(trial.run(image));
  }
  CHECK(trial.noticed > 0);
  CHECK(trial.values_lost > 0);
  std::cout << trial.noticed + trial.unnoticed << " images of " << whole.size() / page
            << " pages: " << trial.noticed << " found damaged, " << trial.records_lost << " records and "
            << trial.values_lost << " values of telemetry lost, each told\n";
}
