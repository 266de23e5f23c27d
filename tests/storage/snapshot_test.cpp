#include <catch2/catch.hpp>
#include <fstream>

#include "agent/records/compressed.hpp"
#include "agent/storage/memory_snapshots.hpp"
#include "agent/storage/snapshot_folder.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

struct SnapshotsInMemory {
  explicit SnapshotsInMemory(std::uint64_t share) : store{share} {}
  MemorySnapshots store;
};
struct SnapshotsOnDisk {
  explicit SnapshotsOnDisk(std::uint64_t share) : store{directory.path() / "snapshots", share} {}
  TemporaryDirectory directory;
  SnapshotFolder store;
};

/// Text that does not compress, and a head as the flight recorder writes it.
Snapshot snapshot(const std::string& name, std::size_t bytes = 0, bool complete = true) {
  Snapshot made{name, "2026-01-05T08:00:00.000+08:00", "2026-01-05T08:02:00.000+08:00", complete, {}};
  std::string noise;
  for (std::uint32_t i = 1; noise.size() < bytes; i = i * 1664525U + 1013904223U)
    noise.push_back(static_cast<char>('!' + (i >> 24U) % 90));
  made.trace = compress("# start " + made.from + "\n# " + snapshot_remark(made) +
                        "\nt_ms,signal,value\n120000,end,\n# " + noise + "\n");
  return made;
}

std::vector<std::string> names(SnapshotStore& store) {
  std::vector<std::string> all;
  for (const SnapshotAbout& about : store.snapshots()) all.push_back(about.name);
  return all;
}
using Names = std::vector<std::string>;

}  // namespace

TEMPLATE_TEST_CASE("snapshots wait until the broker took them, oldest first", "", SnapshotsInMemory,
                   SnapshotsOnDisk) {
  TestType place{plenty};
  SnapshotStore& store = place.store;
  CHECK(store.snapshots().empty());
  CHECK_FALSE(store.waiting_snapshot());
  store.keep_snapshot(snapshot("e:7"));
  store.keep_snapshot(snapshot("e:12"));
  CHECK(names(store) == Names{"e:7", "e:12"});
  REQUIRE(store.waiting_snapshot());
  CHECK(*store.waiting_snapshot() == snapshot("e:7"));

  store.snapshot_sent("e:7");
  CHECK(store.waiting_snapshot()->name == "e:12");
  CHECK(store.find_snapshot("e:7") == snapshot("e:7"));
  CHECK(store.snapshots().at(0).sent);

  CHECK(store.resend_snapshot("e:7"));
  CHECK(store.waiting_snapshot()->name == "e:7");
  CHECK_FALSE(store.resend_snapshot("e:8"));
}

TEMPLATE_TEST_CASE("the whole snapshot takes the place of its first half", "", SnapshotsInMemory,
                   SnapshotsOnDisk) {
  TestType place{plenty};
  SnapshotStore& store = place.store;
  store.keep_snapshot(snapshot("e:7", 0, false));
  store.keep_snapshot(snapshot("e:7"));
  REQUIRE(store.snapshots().size() == 1);
  CHECK(store.snapshots()[0].complete);
  store.snapshot_sent("e:7");
  store.keep_snapshot(snapshot("e:7"));
  REQUIRE(store.snapshots().size() == 1);
  CHECK_FALSE(store.snapshots()[0].sent);
}

TEMPLATE_TEST_CASE("their share is bounded: what the platform has goes first, then the oldest", "",
                   SnapshotsInMemory, SnapshotsOnDisk) {
  TestType place{7'000};
  SnapshotStore& store = place.store;
  for (const char* name : {"e:1", "e:2", "e:3"}) store.keep_snapshot(snapshot(name, 2'000));
  CHECK(names(store) == Names{"e:1", "e:2", "e:3"});
  store.snapshot_sent("e:2");
  store.keep_snapshot(snapshot("e:4", 2'000));
  CHECK(names(store) == Names{"e:1", "e:3", "e:4"});
  store.keep_snapshot(snapshot("e:5", 2'000));
  CHECK(names(store) == Names{"e:3", "e:4", "e:5"});
  store.keep_snapshot(snapshot("e:6", 20'000));
  CHECK(names(store) == Names{"e:6"});
}

TEST_CASE("a snapshot of which a bit flipped is set aside, and does not keep the next one waiting") {
  SnapshotsOnDisk place{plenty};
  place.store.keep_snapshot(snapshot("e:1"));
  place.store.keep_snapshot(snapshot("e:2"));
  const auto file = place.directory.path() / "snapshots" / "e:1.csv.zst";
  std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
  bytes.seekp(30);
  bytes.put('\x55');
  bytes.close();
  CHECK(place.store.waiting_snapshot()->name == "e:2");
  place.store.snapshot_sent("e:2");
  CHECK_FALSE(place.store.waiting_snapshot());
  CHECK(names(place.store) == Names{"e:2"});
  CHECK(std::filesystem::exists(file.string() + ".damaged"));
}

TEST_CASE("a disk that takes no snapshot says which file, and what to look at") {
  const TemporaryDirectory directory;
  std::ofstream{directory.path() / "file"} << "no folder";
  SnapshotFolder store{directory.path() / "file" / "snapshots", plenty};
  CHECK_THROWS_WITH(store.keep_snapshot(snapshot("e:1")),
                    Catch::Contains("file/snapshots") && Catch::Contains("is the disk full"));
}
