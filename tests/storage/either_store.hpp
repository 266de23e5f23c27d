#pragma once

#include <optional>

#include "agent/storage/memory_store.hpp"
#include "agent/storage/memory_telemetry.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

namespace liftbox::test {

// The two stores under one contract: `open` again is a restart of the daemon.

class InMemory {
 public:
  explicit InMemory(StoreBound bound = {}) : store_{bound} {}

  StoreHead open(Moment now = {}) { return store_.open(now); }
  EventStore& store() { return store_; }
  TelemetryStore& telemetry() { return telemetry_; }

 private:
  MemoryStore store_;
  MemoryTelemetry telemetry_;
};

class OnDisk {
 public:
  explicit OnDisk(StoreBound bound = {}) : settings_{bound, {}} {}

  StoreHead open(Moment now = {}) {
    store_.reset();
    store_.emplace(directory_.path(), settings_);
    return store_->open(now);
  }
  std::filesystem::path file() const { return directory_.path() / "records.sqlite"; }
  EventStore& store() { return *store_; }
  TelemetryStore& telemetry() { return *store_; }

 private:
  TemporaryDirectory directory_;
  SqliteStore::Settings settings_;
  std::optional<SqliteStore> store_;
};

}  // namespace liftbox::test
