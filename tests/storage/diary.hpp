#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/ports/event_store.hpp"

namespace liftbox::test {

inline constexpr std::uint64_t plenty = 1'000'000;  ///< of bytes

/// A private folder, gone at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// What sets one record apart from the next; the rest is key and chain.
struct Entry {
  RecordClass record_class = RecordClass::notice;
  std::string type = "mains_lost";
  std::string incident{};
  std::size_t bytes = 0;  ///< at least
};

/// Writes records that follow each other, each a second after the one before.
class Diary {
 public:
  explicit Diary(const StoreHead& head) : epoch_{head.epoch}, seq_{head.seq}, hash_{head.hash} {}

  Record next(const Entry& entry = {});
  /// That tells of a drop.
  Record next(const Drop& drop);
  const std::string& epoch() const { return epoch_; }

 private:
  Record write(const Entry& entry, nlohmann::json&& body);

  std::string epoch_;
  Seq seq_;
  Sha256 hash_;
};

/// The same key with other bytes.
Record forged(const Record& record);

}  // namespace liftbox::test
