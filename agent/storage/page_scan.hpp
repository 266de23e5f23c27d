#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace liftbox {

/// A column as it stands in a file of SQLite; a text and a blob are told apart.
struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};
using Column = std::variant<std::monostate, std::int64_t, std::string, Blob>;

/// A row of a table, whichever; or what looks like one.
struct ScannedRow {
  std::int64_t id = 0;
  std::vector<Column> columns;
  bool in_use = true;  ///< false: its page is free, and keeps what was deleted or has moved
};

/// Where a row begins is written in its page, too, and may be what is damaged. Rows that are not listed may
/// be old ones: what a row was before it was changed stays in the page for a while.
enum class Cells : std::uint8_t { listed, any };

/// Reads every page of a damaged database by itself (https://www.sqlite.org/fileformat2.html): one that leads
/// to others may be the damaged one. What the log holds counts as SQLite would count it. A row that cannot be
/// one is passed over. Throws StoreError where a file cannot be read.
void scan_pages(const std::filesystem::path& file, Cells which,
                const std::function<void(ScannedRow row)>& each);

}  // namespace liftbox
