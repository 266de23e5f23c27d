#include "tests/storage/power_cut.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <set>

#include "tests/storage/story.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

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
