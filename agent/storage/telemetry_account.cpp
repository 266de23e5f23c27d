#include "agent/storage/telemetry_account.hpp"

namespace liftbox {

std::optional<TelemetryAccount> read_account(Database& database) {
  Statement row{database,
                "SELECT waiting_values, waiting_first_id, newest_id, waiting_from_ms, waiting_upto_ms, "
                "value_count, from_ms, upto_ms FROM telemetry_loss"};
  if (!row.step()) return std::nullopt;
  return TelemetryAccount{
      .values = static_cast<std::uint64_t>(row.integer(0)),
      .first_id = row.integer(1),
      .newest_id = row.integer(2),
      .from_ms = row.integer(3),
      .upto_ms = row.integer(4),
      .lost = {static_cast<std::uint64_t>(row.integer(5)), row.integer(6), row.integer(7)},
  };
}

void write_account(Database& database, const TelemetryAccount& account) {
  Statement save{database,
                 "INSERT OR REPLACE INTO telemetry_loss (one, value_count, from_ms, upto_ms, waiting_values, "
                 "waiting_first_id, newest_id, waiting_from_ms, waiting_upto_ms, sum) VALUES (1, ?1, ?2, ?3, "
                 "?4, ?5, ?6, ?7, ?8, row_sum(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"};
  save.bind(1, static_cast<std::int64_t>(account.lost.values));
  save.bind(2, account.lost.from_ms).bind(3, account.lost.upto_ms);
  save.bind(4, static_cast<std::int64_t>(account.values));
  save.bind(5, account.first_id).bind(6, account.newest_id);
  save.bind(7, account.from_ms).bind(8, account.upto_ms).run();
}

TelemetryAccount account_of_rows(Database& database, const TelemetryStore::Standing& standing) {
  TelemetryAccount account{.values = standing.values,
                           .first_id = standing.newest_id + 1,
                           .newest_id = standing.newest_id,
                           .lost = standing.loss};
  Statement first{database, "SELECT id, first_ms FROM telemetry ORDER BY id LIMIT 1"};
  if (!first.step()) return account;
  account.first_id = first.integer(0);
  account.from_ms = first.integer(1);
  Statement last{database, "SELECT last_ms FROM telemetry ORDER BY id DESC LIMIT 1"};
  last.step();
  account.upto_ms = last.integer(0);
  return account;
}

}  // namespace liftbox
