#include "agent/storage/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "agent/storage/row_sums.hpp"

namespace liftbox {
namespace {

std::string_view remedy(int code) {
  switch (code) {
    case SQLITE_FULL:
      return "the disk is full: free space on it";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "the file cannot be written: check its owner and whether its disk is mounted read-only";
    case SQLITE_CANTOPEN:
      return "the file cannot be opened: check that its directory exists and can be written";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program holds it: close it";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:
    case SQLITE_FORMAT:
      return "the file is damaged or no database";
    case SQLITE_IOERR:
      return "the disk fails: check it with dmesg, replace it";
    default:
      return "report this";
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(Database& database, std::string_view sql) : database_{database} {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) database.fail("preparing a statement");
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), parameter, value) != SQLITE_OK) database_.fail("binding");
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  if (sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()),
                        SQLITE_TRANSIENT) != SQLITE_OK)
    database_.fail("binding");
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  if (sqlite3_bind_blob(statement_.get(), parameter, bytes.data(), static_cast<int>(bytes.size()),
                        SQLITE_TRANSIENT) != SQLITE_OK)
    database_.fail("binding");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  sqlite3_reset(statement_.get());
  if (code != SQLITE_DONE) database_.fail("running a statement");
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string{} : std::string{static_cast<const char*>(bytes), size};
}

bool Statement::null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(const std::filesystem::path& file, Access access) : file_{file} {
  sqlite3* handle = nullptr;
  const int mode = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(file.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail("opening it");
  add_row_sum(handle);
  constexpr int patience_ms = 2000;
  sqlite3_busy_timeout(handle, patience_ms);
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail("running a statement");
}

bool Database::is_read_only() const {
  return sqlite3_db_readonly(handle_.get(), "main") == 1;
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_.get());
}

void Database::fail(std::string_view doing) const {
  const int code = sqlite3_errcode(handle_.get());
  const std::string what =
      fmt::format("{}: {} while {}; {}", file_.string(), sqlite3_errmsg(handle_.get()), doing, remedy(code));
  // Our own SQL is right: what cannot be run does not fit the tables, or the header says a format that is
  // none.
  const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR ||
                       code == SQLITE_FORMAT || code == SQLITE_MISMATCH;
  if (damaged) throw StoreDamaged{what};
  throw StoreError{what};
}

std::int64_t Database::number(const char* sql) {
  Statement read{*this, sql};
  return read.step() ? read.integer(0) : 0;
}

Transaction::Transaction(Database& database) : database_{database} {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace liftbox
