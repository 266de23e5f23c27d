#include "agent/storage/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>

#include "agent/storage/database.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t application_id = 0x4C424F58;  // "LBOX"

/// Each brings the schema from its index to the next version; none is ever changed once released.
constexpr std::array<std::string_view, 4> migrations{
    R"(
    CREATE TABLE epoch (
      number INTEGER PRIMARY KEY,
      uuid TEXT NOT NULL UNIQUE
    );
    -- state: 0 waits for the broker, 1 accepted by it, 2 done
    CREATE TABLE record (
      id INTEGER PRIMARY KEY,
      epoch INTEGER NOT NULL REFERENCES epoch(number),
      seq INTEGER NOT NULL,
      class INTEGER NOT NULL,
      type TEXT NOT NULL,
      incident TEXT NOT NULL,
      time_ms INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      hash BLOB NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      resend_at INTEGER,
      UNIQUE (epoch, seq)
    );
    CREATE INDEX record_waiting ON record (class, id) WHERE state = 0;
    CREATE INDEX record_overdue ON record (resend_at) WHERE state = 1;
    CREATE INDEX record_open ON record (epoch, seq) WHERE state < 2;
    CREATE INDEX record_incident ON record (incident);
    CREATE TABLE memory (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      json TEXT NOT NULL,
      sha256 BLOB NOT NULL
    );
    )",
    R"(
    CREATE TABLE telemetry (
      id INTEGER PRIMARY KEY,
      value_count INTEGER NOT NULL,
      first_ms INTEGER NOT NULL,
      last_ms INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      payload TEXT NOT NULL
    );
    -- dropped, and no record tells of it yet
    CREATE TABLE telemetry_loss (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      value_count INTEGER NOT NULL,
      from_ms INTEGER NOT NULL,
      upto_ms INTEGER NOT NULL
    );
    )",
    R"(
    -- box: on which machine the epoch was begun
    ALTER TABLE epoch ADD COLUMN box TEXT NOT NULL DEFAULT '';
    ALTER TABLE epoch ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry_loss ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    -- records that are no longer kept; told: id of the record that tells of them
    CREATE TABLE dropped (
      epoch INTEGER NOT NULL REFERENCES epoch(number),
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      prev BLOB NOT NULL,
      hash BLOB NOT NULL,
      told INTEGER NOT NULL,
      sum INTEGER NOT NULL,
      PRIMARY KEY (epoch, first)
    ) WITHOUT ROWID;
    CREATE INDEX dropped_told ON dropped (told);
    -- the version once more: a bit of the header may flip
    CREATE TABLE schema (version INTEGER NOT NULL, sum INTEGER NOT NULL);
    INSERT INTO schema VALUES (3, row_sum(3));
    UPDATE epoch SET sum = row_sum(number, uuid, box);
    UPDATE record SET sum = row_sum(id, epoch, seq, class, type, incident, time_ms, state, attempts, resend_at);
    UPDATE telemetry SET sum = row_sum(id, value_count, first_ms, last_ms, bytes, payload);
    UPDATE telemetry_loss SET sum = row_sum(one, value_count, from_ms, upto_ms);
    )",
    R"(
    -- what waits in telemetry: of its ends nothing else tells when rows are gone. waiting_first_id: what is
    -- below waits no more; newest_id: of all that ever waited
    ALTER TABLE telemetry_loss ADD COLUMN waiting_values INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry_loss ADD COLUMN waiting_first_id INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry_loss ADD COLUMN newest_id INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry_loss ADD COLUMN waiting_from_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE telemetry_loss ADD COLUMN waiting_upto_ms INTEGER NOT NULL DEFAULT 0;
    INSERT OR IGNORE INTO telemetry_loss (one, value_count, from_ms, upto_ms, sum)
      VALUES (1, 0, 0, 0, row_sum(1, 0, 0, 0));
    UPDATE telemetry_loss SET
      waiting_values = (SELECT coalesce(sum(value_count), 0) FROM telemetry),
      waiting_first_id = (SELECT coalesce(min(id), 1) FROM telemetry),
      newest_id = (SELECT coalesce(max(id), 0) FROM telemetry),
      waiting_from_ms = coalesce((SELECT first_ms FROM telemetry ORDER BY id LIMIT 1), 0),
      waiting_upto_ms = coalesce((SELECT last_ms FROM telemetry ORDER BY id DESC LIMIT 1), 0);
    UPDATE telemetry_loss SET sum = row_sum(one, value_count, from_ms, upto_ms, waiting_values,
      waiting_first_id, newest_id, waiting_from_ms, waiting_upto_ms)
      WHERE sum = row_sum(one, value_count, from_ms, upto_ms);
    UPDATE schema SET version = 4, sum = row_sum(4);
    )",
};

/// As it was written beside the header's; nothing: an older schema, or none.
std::optional<std::int64_t> written_version(Database& database) {
  constexpr std::int64_t all = 4;
  if (database.number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('schema', "
                      "'epoch', 'record', 'dropped')") != all)
    return std::nullopt;
  Statement read{database, "SELECT version FROM schema WHERE sum = row_sum(version)"};
  if (!read.step()) return std::nullopt;
  return read.integer(0);
}

bool has_tables(Database& database) {
  Statement read{database, "SELECT 1 FROM sqlite_master LIMIT 1"};
  return read.step();
}

}  // namespace

bool is_store(Database& database) {
  return database.number("PRAGMA application_id") == application_id;
}

bool has_row_sums(Database& database) {
  constexpr std::int64_t first_with_sums = 3;
  return database.number("PRAGMA user_version") >= first_with_sums;
}

void prepare_schema(Database& database) {
  const std::int64_t application = database.number("PRAGMA application_id");
  const bool ours = application == application_id;
  const auto written = written_version(database);
  if (written && (!ours || *written != database.number("PRAGMA user_version")))
    throw StoreDamaged{
        fmt::format("{}: is damaged (its header is not what was written)", database.file().string())};
  if (!ours && (application != 0 || has_tables(database)))
    throw StoreError{fmt::format("{}: is a database of another program; give liftbox a directory of its own",
                                 database.file().string())};
  auto version = static_cast<std::size_t>(database.number("PRAGMA user_version"));
  if (version > migrations.size())
    throw StoreError{fmt::format(
        "{}: was written by a newer liftbox (schema {}, this one knows {}); install that version again",
        database.file().string(), version, migrations.size())};
  for (; version < migrations.size(); ++version) {
    Transaction transaction{database};
    database.execute(std::string{migrations.at(version)}.c_str());
    database.execute(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version + 1)
            .c_str());
    transaction.commit();
  }
}

}  // namespace liftbox
