#pragma once

#include <filesystem>
#include <string>

#include "agent/ports/event_store.hpp"

namespace liftbox::test {

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
};

/// Writes records that follow each other, each a second after the one before.
class Diary {
 public:
  explicit Diary(const StoreHead& head) : epoch_{head.epoch}, seq_{head.seq}, hash_{head.hash} {}

  Record next(const Entry& entry = {});

 private:
  std::string epoch_;
  Seq seq_;
  Sha256 hash_;
};

/// The same key with other bytes.
Record forged(const Record& record);

}  // namespace liftbox::test
