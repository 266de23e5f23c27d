#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"
#include "tests/storage/disk.hpp"

namespace liftbox::test {

/// What a caller may count on: what the store has told it.
struct Promise {
  std::vector<Record> records;
  std::vector<char> states;  ///< of each: 'w' waits, 'a' accepted, 'd' done
  std::string memory;
  std::uint64_t telemetry = 0;  ///< values that wait
  std::vector<SeqRange> dropped;

  bool operator==(const Promise& other) const;
};

/// Days of a box in a few calls: it opens, records, publishes, is told of receipts, and is closed and opened
/// again.
class Story {
 public:
  struct Chapter {
    std::size_t operations;  ///< of the disk, when the call returned
    Promise promise;
  };
  /// Makes a call, and makes it again if it wants to.
  using Call = std::function<void(const std::function<void()>& call)>;

  Story(
      Disk& disk, const std::filesystem::path& directory, Call call = [](const auto& work) { work(); });

  const std::vector<Chapter>& chapters() const { return chapters_; }

 private:
  void open();
  void commit(int records);
  void accept(std::size_t records);
  void receive(Seq records);
  void resend(Seq seq);
  void keep_telemetry();
  void drop(Seq seq);
  /// What is promised once this returns.
  void call(const std::function<void()>& work);
  char& state(Seq seq);

  Disk& disk_;
  const std::filesystem::path directory_;
  Call call_;
  std::optional<SqliteStore> store_;
  std::optional<Diary> diary_;
  Promise promise_;
  Seq received_ = 0;
  std::int64_t batches_ = 0;
  std::vector<Chapter> chapters_;
};

/// What a restart finds on such a disk. Throws where the store does not open or the chain does not hold.
Promise found_on(const Disk::Files& files, const std::filesystem::path& directory);

}  // namespace liftbox::test
