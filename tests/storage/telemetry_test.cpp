#include <catch2/catch.hpp>
#include <filesystem>

#include "agent/storage/database.hpp"
#include "agent/storage/telemetry_account.hpp"
#include "agent/storage/telemetry_rows.hpp"
#include "tests/storage/either_store.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

constexpr std::size_t payload_bytes = 960;
constexpr std::uint64_t row_bytes = payload_bytes + telemetry_row_overhead;

/// Ten values, taken in the second of its id.
TelemetryBatch batch(std::int64_t id) {
  std::string payload = "batch " + std::to_string(id);
  payload.resize(payload_bytes, '.');
  return {id, 10, id * 1000, id * 1000 + 900, payload};
}

std::vector<TelemetryBatch> batches(std::int64_t from, std::int64_t upto) {
  std::vector<TelemetryBatch> all;
  for (std::int64_t id = from; id <= upto; ++id) all.push_back(batch(id));
  return all;
}

std::vector<std::int64_t> waiting(TelemetryStore& store, std::int64_t after = 0, std::size_t limit = 100) {
  std::vector<std::int64_t> ids;
  for (const TelemetryBatch& found : store.waiting_telemetry(after, limit)) {
    CHECK(found.payload == batch(found.id).payload);
    CHECK(found.values == 10);
    CHECK(found.first_ms == found.id * 1000);
    ids.push_back(found.id);
  }
  return ids;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEMPLATE_TEST_CASE("telemetry waits in the store, oldest first, until the broker took it", "", InMemory,
                   OnDisk) {
  TestType place;
  place.open();
  TelemetryStore& store = place.telemetry();
  CHECK(store.telemetry_standing().batches == 0);
  CHECK(waiting(store).empty());

  store.keep_telemetry({.batches = batches(2, 4), .share_bytes = plenty});
  const auto standing = store.keep_telemetry({.batches = batches(1, 1), .share_bytes = plenty});
  CHECK(standing.newest_id == 4);
  CHECK(standing.batches == 4);
  CHECK(standing.values == 40);
  CHECK(standing.bytes == 4 * row_bytes);
  CHECK(waiting(store) == Ids{1, 2, 3, 4});
  CHECK(waiting(store, 2) == Ids{3, 4});
  CHECK(waiting(store, 0, 2) == Ids{1, 2});

  CHECK(store.telemetry_accepted(Ids{1, 3, 99}).values == 20);
  CHECK(waiting(store) == Ids{2, 4});
  CHECK(store.telemetry_accepted(Ids{2, 4}).bytes == 0);
}

TEMPLATE_TEST_CASE("a full share drops the oldest telemetry, and knows what was lost", "", InMemory, OnDisk) {
  TestType place;
  place.open();
  TelemetryStore& store = place.telemetry();
  const auto share = 3 * row_bytes;
  CHECK(store.keep_telemetry({.batches = batches(1, 3), .share_bytes = share}).loss == TelemetryLoss{});
  const auto standing = store.keep_telemetry({.batches = batches(4, 5), .share_bytes = share});
  CHECK(waiting(store) == Ids{3, 4, 5});
  CHECK(standing.batches == 3);
  CHECK(standing.loss == TelemetryLoss{20, 1000, 2900});

  SECTION("one range and one count, however often it happens") {
    const TelemetryLoss before{7, 5950, 5990};
    const auto later = store.keep_telemetry({.batches = batches(6, 6), .lost = before, .share_bytes = share});
    CHECK(later.loss == TelemetryLoss{37, 1000, 5990});
  }
  SECTION("but never what is on its way to the broker") {
    store.keep_telemetry({.batches = batches(6, 7), .share_bytes = share, .spare_upto = 4});
    CHECK(waiting(store) == Ids{3, 4, 7});
  }
  SECTION("until a record tells of it; what was lost meanwhile is for the next") {
    const TelemetryLoss told = store.telemetry_standing().loss;
    store.keep_telemetry({.batches = batches(6, 6), .share_bytes = share});
    CHECK(store.telemetry_loss_told(told).loss == TelemetryLoss{10, 2900, 3900});
    CHECK(store.telemetry_loss_told({10, 2900, 3900}).loss == TelemetryLoss{});
  }
  SECTION("all of it, where the share holds not even one") {
    CHECK(store.keep_telemetry({.batches = {}, .share_bytes = row_bytes - 1}).batches == 0);
    CHECK(store.telemetry_standing().loss.values == 50);
  }
}

TEST_CASE("waiting telemetry and an untold loss survive a restart") {
  OnDisk place;
  place.open();
  place.telemetry().keep_telemetry({.batches = batches(1, 4), .share_bytes = 2 * row_bytes});
  place.open();
  const auto standing = place.telemetry().telemetry_standing();
  CHECK(standing.newest_id == 4);
  CHECK(standing.batches == 2);
  CHECK(standing.values == 20);
  CHECK(standing.bytes == 2 * row_bytes);
  CHECK(standing.loss == TelemetryLoss{20, 1000, 2900});
  CHECK(waiting(place.telemetry()) == Ids{3, 4});
}

TEST_CASE("batches are numbered on after a restart, though none waits any more") {
  OnDisk place;
  place.open();
  place.telemetry().keep_telemetry({.batches = batches(1, 3), .share_bytes = plenty});
  place.telemetry().telemetry_accepted(Ids{1, 2, 3});
  place.open();
  CHECK(place.telemetry().telemetry_standing().batches == 0);
  CHECK(place.telemetry().telemetry_standing().newest_id == 3);
}

TEST_CASE("the file says what waits, and is not written where nothing changed") {
  OnDisk place;
  place.open();
  TelemetryStore& store = place.telemetry();
  store.keep_telemetry({.batches = batches(1, 4), .share_bytes = 3 * row_bytes});
  store.telemetry_accepted(Ids{2, 4});
  const auto account = [&] {
    Database file{place.file(), Database::Access::read};
    return read_account(file).value();
  };
  CHECK(account() == TelemetryAccount{10, 3, 4, 3000, 3900, {10, 1000, 1900}});

  const auto log = std::filesystem::path{place.file().string() + "-wal"};
  const auto written = std::filesystem::file_size(log);
  store.keep_telemetry({.share_bytes = plenty});
  store.telemetry_accepted(Ids{1, 99});
  store.telemetry_loss_told({});
  CHECK(std::filesystem::file_size(log) == written);

  store.telemetry_accepted(Ids{3});
  store.telemetry_loss_told({10, 1000, 1900});
  CHECK(account() == TelemetryAccount{0, 5, 4, 0, 0, {}});
}

TEST_CASE("telemetry that could not be kept is neither in the file nor counted") {
  OnDisk place;
  place.open();
  TelemetryStore& store = place.telemetry();
  store.keep_telemetry({.batches = batches(1, 2), .share_bytes = plenty});
  CHECK_THROWS_AS(store.keep_telemetry({.batches = {batch(3), batch(2)}, .share_bytes = plenty}), StoreError);
  CHECK(waiting(store) == Ids{1, 2});
  CHECK(store.telemetry_standing().batches == 2);
  CHECK(store.keep_telemetry({.batches = batches(3, 3), .share_bytes = plenty}).batches == 3);
}

TEST_CASE("a share that is full for long does not make the file grow") {
  const TemporaryDirectory directory;
  constexpr std::uint64_t share = 1024 * 1024;
  const auto size_after = [&](std::int64_t from, std::int64_t upto) {
    {
      SqliteStore store{directory.path()};
      store.open({});
      for (std::int64_t id = from; id < upto; id += 50)
        store.keep_telemetry({.batches = batches(id, id + 49), .share_bytes = share});
      CHECK(store.telemetry_standing().bytes <= share);
    }
    return std::filesystem::file_size(directory.path() / "records.sqlite");
  };
  const auto full = size_after(1, 2001);
  CHECK(full > share);
  CHECK(full < share * 3 / 2);
  CHECK(size_after(2001, 6001) < share * 3 / 2);
}
