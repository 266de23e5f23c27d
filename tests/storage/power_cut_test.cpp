#include "tests/storage/power_cut.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <optional>
#include <set>

#include "agent/records/chain.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// What a caller may count on: what the store has told it.
struct Promise {
  std::vector<Record> records;
  std::vector<char> states;  ///< of each: 'w' waits, 'a' accepted, 'd' done
  std::string memory;
  std::uint64_t telemetry = 0;  ///< values that wait

  bool operator==(const Promise& other) const {
    const auto same = [](const Record& a, const Record& b) {
      return a.epoch == b.epoch && a.seq == b.seq && a.bytes == b.bytes && a.hash == b.hash;
    };
    return std::equal(records.begin(), records.end(), other.records.begin(), other.records.end(), same) &&
           states == other.states && memory == other.memory && telemetry == other.telemetry;
  }
};

/// The pages after which SQLite carries its log into the database: small, so that it happens in a short
/// story.
constexpr int pages_before_checkpoint = 24;

int checkpoint_early(sqlite3* database, const char** /*error*/, const void* /*api*/) {
  return sqlite3_wal_autocheckpoint(database, pages_before_checkpoint);
}

/// SQLite asks at every opening while this lives.
struct EarlyCheckpoints {
  EarlyCheckpoints() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(checkpoint_early)); }
  ~EarlyCheckpoints() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(checkpoint_early)); }
  EarlyCheckpoints(const EarlyCheckpoints&) = delete;
  EarlyCheckpoints& operator=(const EarlyCheckpoints&) = delete;
};

/// Days of a box in a few calls: it opens, records, publishes, is told of receipts, and is closed and opened
/// again.
class Story {
 public:
  struct Chapter {
    std::size_t operations;  ///< of the disk, when the call returned
    Promise promise;
  };

  Story(Disk& disk, const std::filesystem::path& directory) : disk_{disk}, directory_{directory} {
    ended();
    open();
    for (int day = 0; day < 3; ++day) {
      for (int i = 0; i < 6; ++i) commit(1 + i % 3);
      accept(4);
      receive(6);
      keep_telemetry();
      resend(2);
      open();
    }
    store_.reset();
    ended();
  }

  const std::vector<Chapter>& chapters() const { return chapters_; }

 private:
  void open() {
    store_.reset();
    store_.emplace(directory_);
    const StoreHead head = store_->open({});
    if (!diary_) diary_.emplace(head);
    ended();
  }

  void commit(int records) {
    Commit all;
    for (int i = 0; i < records; ++i) {
      const auto classes = std::array{RecordClass::notice, RecordClass::fault, RecordClass::alarm};
      all.records.push_back(diary_->next({classes.at(static_cast<std::size_t>(i) % classes.size())}));
      promise_.records.push_back(all.records.back());
      promise_.states.push_back('w');
    }
    promise_.memory = fmt::format(R"({{"held_since":{},"counters":"{}"}})", promise_.records.size(),
                                  std::string(2000, 'x'));
    all.memory = promise_.memory;
    store_->commit(all);
    ended();
  }

  void accept(int records) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < promise_.states.size() && ids.size() < static_cast<std::size_t>(records); ++i)
      if (promise_.states[i] == 'w') {
        promise_.states[i] = 'a';
        ids.push_back(static_cast<std::int64_t>(i) + 1);
      }
    store_->accepted(ids, true, {});
    ended();
  }

  void receive(std::size_t upto) {
    const std::size_t from = received_;
    received_ += upto;
    for (std::size_t i = from; i < received_; ++i) promise_.states.at(i) = 'd';
    const std::array ranges{SeqRange{from + 1, received_}};
    store_->received(promise_.records.front().epoch, ranges);
    ended();
  }

  void resend(Seq seq) {
    promise_.states.at(seq - 1) = 'w';
    store_->resend(promise_.records.front().epoch, {seq, seq});
    ended();
    promise_.states.at(seq - 1) = 'd';
    const std::array ranges{SeqRange{seq, seq}};
    store_->received(promise_.records.front().epoch, ranges);
    ended();
  }

  void keep_telemetry() {
    TelemetryStore::Keep keep;
    keep.batches.push_back({++batches_, 10, 0, 1000, R"({"values":[]})"});
    keep.share_bytes = 1 << 20;
    store_->keep_telemetry(keep);
    promise_.telemetry += 10;
    ended();
  }

  void ended() { chapters_.push_back({disk_.history().size(), promise_}); }

  Disk& disk_;
  const std::filesystem::path& directory_;
  std::optional<SqliteStore> store_;
  std::optional<Diary> diary_;
  Promise promise_;
  std::size_t received_ = 0;
  std::int64_t batches_ = 0;
  std::vector<Chapter> chapters_;
};

/// What a restart finds on such a disk. Throws where the store does not open or the chain does not hold.
Promise found_on(const Disk::Files& files, const std::filesystem::path& directory) {
  const Disk disk{files};
  Promise found;
  {
    SqliteStore store{directory};
    const StoreHead head = store.open({});
    if (!head.note.empty()) throw StoreError{head.note};
    found.memory = head.memory.value_or("");
    found.telemetry = store.telemetry_standing().values;
    RecordQuery everything;
    everything.limit = 10'000;
    ChainVerifier chain;
    for (StoredRecord& stored : store.query(everything)) {
      if (const auto broken = chain.next(stored.record)) throw StoreError{broken->what};
      found.records.push_back(std::move(stored.record));
    }
  }
  Database database{directory / "records.sqlite"};
  Statement states{database, "SELECT state FROM record ORDER BY id"};
  while (states.step()) found.states.push_back("wad"[states.integer(0)]);
  return found;
}

/// Tries every image of every moment; the ways in which a promise was broken.
class Trial {
 public:
  Trial(std::vector<Disk::Operation> history, std::vector<Story::Chapter> chapters,
        const std::filesystem::path& directory)
      : history_{std::move(history)}, chapters_{std::move(chapters)}, directory_{directory} {}

  /// The lying disk passes syncs that `skipped` names without syncing.
  void run(const std::function<bool(const Disk::Operation&)>& skipped, std::size_t broken_at_most) {
    PowerCut cut;
    std::mt19937 dice{20260105};
    std::size_t chapter = 0;
    for (std::size_t done = 0; done <= history_.size(); ++done) {
      if (done > 0 && !skipped(history_[done - 1])) cut.pass(history_[done - 1]);
      while (chapter + 1 < chapters_.size() && chapters_[chapter + 1].operations <= done) ++chapter;
      for (const Disk::Files& image : cut.images(dice, mixtures)) {
        if (!seen_.insert({hash(image), chapter}).second) continue;
        judge(image, chapter, done);
        if (broken.size() >= broken_at_most) return;
      }
    }
  }

  std::size_t images() const { return seen_.size(); }
  std::vector<std::string> broken;

 private:
  static constexpr int mixtures = 16;

  static std::size_t hash(const Disk::Files& files) {
    std::size_t all = 0;
    for (const auto& [name, content] : files) all = (all * 31) ^ std::hash<std::string>{}(name + content);
    return all;
  }

  void judge(const Disk::Files& image, std::size_t chapter, std::size_t done) {
    const std::string where =
        fmt::format("after operation {} of {}, call {}", done, history_.size(), chapter);
    try {
      const Promise found = found_on(image, directory_);
      const bool under_way = chapter + 1 < chapters_.size() && found == chapters_[chapter + 1].promise;
      if (!under_way && !(found == chapters_[chapter].promise))
        broken.push_back(fmt::format("{}: {} records, {} promised", where, found.records.size(),
                                     chapters_[chapter].promise.records.size()));
    } catch (const std::exception& error) {
      broken.push_back(where + ": " + error.what());
    }
  }

  std::vector<Disk::Operation> history_;
  std::vector<Story::Chapter> chapters_;
  const std::filesystem::path& directory_;
  std::set<std::pair<std::size_t, std::size_t>> seen_;  ///< image and call
};

Trial recorded(const TemporaryDirectory& directory) {
  const EarlyCheckpoints early;
  Disk disk;
  const Story story{disk, directory.path()};
  return {disk.history(), story.chapters(), directory.path()};
}

bool ends_with(const std::string& text, std::string_view ending) {
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

}  // namespace

TEST_CASE("the power may fail at any operation of the disk: nothing confirmed is missing, the chain holds") {
  const TemporaryDirectory directory;
  Trial trial = recorded(directory);
  trial.run([](const Disk::Operation&) { return false; }, 5);
  for (const std::string& what : trial.broken) UNSCOPED_INFO(what);
  CHECK(trial.broken.empty());
  CHECK(trial.images() > 5000);
  std::cout << trial.images() << " images of the disk opened\n";
}

TEST_CASE("a disk that does not sync is found out") {
  const TemporaryDirectory directory;
  Trial trial = recorded(directory);
  const auto sync_of = [](std::string_view ending) {
    return [ending](const Disk::Operation& operation) {
      return operation.kind == Disk::Operation::Kind::sync && ends_with(operation.file, ending);
    };
  };
  SECTION("of the log") {
    trial.run(sync_of("-wal"), 1);
  }
  SECTION("of the database itself") {
    trial.run(sync_of(".sqlite"), 1);
  }
  CHECK_FALSE(trial.broken.empty());
}
