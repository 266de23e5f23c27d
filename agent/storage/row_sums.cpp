#include "agent/storage/row_sums.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

void sum(sqlite3_context* context, int count, sqlite3_value** values) {
  RowSum all;
  for (int i = 0; i < count; ++i) {
    sqlite3_value* const value = values[i];
    const int type = sqlite3_value_type(value);
    const void* const bytes = sqlite3_value_blob(value);  // of a number: its decimal digits
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
    all.add(type, {static_cast<const char*>(bytes), bytes == nullptr ? 0 : size});
  }
  sqlite3_result_int64(context, all.value());
}

}  // namespace

void RowSum::add(int type, std::string_view bytes) {
  all_ += fmt::format("{}:{}:", type, bytes.size());
  all_ += bytes;
}

void RowSum::add(std::int64_t number) {
  add(SQLITE_INTEGER, std::to_string(number));
}

void RowSum::add(const Column& column) {
  if (const auto* const number = std::get_if<std::int64_t>(&column)) return add(*number);
  if (const auto* const text = std::get_if<std::string>(&column)) return add(SQLITE_TEXT, *text);
  if (const auto* const blob = std::get_if<Blob>(&column)) return add(SQLITE_BLOB, blob->bytes);
  add(SQLITE_NULL, {});
}

std::int64_t RowSum::value() const {
  const Sha256 hash = sha256(all_);
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < sizeof first; ++i) first = (first << 8U) | hash.at(i);
  return static_cast<std::int64_t>(first);
}

void add_row_sum(sqlite3* handle) {
  constexpr int any_number = -1;
  sqlite3_create_function(handle, "row_sum", any_number, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, sum,
                          nullptr, nullptr);
}

std::string set_marks(std::string_view state, std::string_view attempts, std::string_view resend_at) {
  return fmt::format(
      "state = {0}, attempts = {1}, resend_at = {2}, "
      "sum = row_sum(id, epoch, seq, class, type, incident, time_ms, {0}, {1}, {2})",
      state, attempts, resend_at);
}

}  // namespace liftbox
