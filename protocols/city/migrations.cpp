#include "protocols/city/migrations.hpp"

#include <fmt/format.h>

#include <pqxx/pqxx>
#include <string>

#include "protocols/city/database.hpp"

namespace liftbox::city {
namespace {

/// The step that the database is at; 0: it is empty.
int current(pqxx::work& transaction) {
  transaction.exec("CREATE SCHEMA IF NOT EXISTS city");
  transaction.exec(
      "CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, name text NOT NULL,"
      " applied_at timestamptz NOT NULL DEFAULT now(), applied_by text NOT NULL)");
  return transaction.exec1("SELECT coalesce(max(number), 0) FROM migration")[0].as<int>();
}

}  // namespace

void migrate(pqxx::connection_base& connection) {
  pqxx::work transaction{connection};
  transaction.exec("SELECT pg_advisory_xact_lock(hashtext('liftbox-city'), 0)");
  const int at = current(transaction);
  const int newest = migrations().back().number;
  if (at > newest)
    throw DatabaseMisfit{fmt::format(
        "the database is at schema step {}, this program knows {}: start the newer one that made it", at,
        newest)};
  for (const Migration& migration : migrations()) {
    if (migration.number <= at) continue;
    transaction.exec(std::string{migration.sql});
    transaction.exec_params("INSERT INTO migration (number, name, applied_by) VALUES ($1, $2, $3)",
                            migration.number, std::string{migration.name}, LIFTBOX_VERSION);
  }
  transaction.commit();
}

}  // namespace liftbox::city
