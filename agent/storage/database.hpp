#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "agent/ports/event_store.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace liftbox {

class Database;

/// One prepared statement, used again and again: bind, step, read, reset. Columns and parameters count from 0
/// and 1.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_blob(int parameter, std::string_view bytes);

  bool step();  ///< true: a row is there; false: done, and the statement is ready to be bound anew
  void run();   ///< step to the end
  std::int64_t integer(int column) const;
  std::string text(int column) const;  ///< of a text or a blob
  bool null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One SQLite file. Every failure is a StoreError that names the file, what happened and what to do.
class Database {
 public:
  enum class Access : std::uint8_t { write, read };  ///< `write` makes the file if need be
  explicit Database(const std::filesystem::path& file, Access access = Access::write);

  void execute(const char* sql);
  std::int64_t changes() const;          ///< rows touched by the last statement
  std::int64_t number(const char* sql);  ///< the first of what a query answers; 0: it answers nothing
  bool is_read_only() const;             ///< for whatever reason
  [[noreturn]] void fail(std::string_view doing) const;
  sqlite3* handle() const { return handle_.get(); }
  const std::filesystem::path& file() const { return file_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// All or nothing: rolled back unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace liftbox
