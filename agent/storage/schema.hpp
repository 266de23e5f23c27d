#pragma once

namespace liftbox {

class Database;

/// Brings a database to the schema of this program: makes it, or moves it forward. One that was written by a
/// newer program, or is no liftbox store, is refused with a StoreError.
void prepare_schema(Database& database);

/// Whether it is a liftbox store, of whatever version.
bool is_store(Database& database);
/// Whether its rows carry checksums: they do since schema 3.
bool has_row_sums(Database& database);

}  // namespace liftbox
