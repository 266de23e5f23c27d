#pragma once

#include <span>
#include <string_view>

namespace pqxx {
class connection_base;
}

namespace liftbox::city {

/// One step of the schema, from a file of schema/. A released step is never changed; what comes later is
/// another.
struct Migration {
  int number;
  std::string_view name;
  std::string_view sql;
};
std::span<const Migration> migrations();

/// Applies what is missing, in one transaction, while all other receivers that start wait. Throws
/// DatabaseMisfit where the schema is newer than this program.
void migrate(pqxx::connection_base& connection);

}  // namespace liftbox::city
