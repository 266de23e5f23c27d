#include "agent/storage/page_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <utility>

#include "agent/ports/event_store.hpp"

namespace liftbox {
namespace {

constexpr std::size_t usual_page = 4096;
constexpr std::size_t log_header = 32;
constexpr std::size_t frame_header = 24;
constexpr std::uint8_t table_leaf = 0x0D;
constexpr std::size_t shortest_listed = 8;
constexpr std::size_t shortest_found = 40;  ///< where each byte is tried, less would be found everywhere
constexpr std::uint64_t longest_header = 64;
constexpr std::size_t file_header = 100;
constexpr std::size_t longest_row = std::size_t{16} << 20;

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

/// The pages of a database as they stood after the last transaction.
class Pages {
 public:
  explicit Pages(const std::filesystem::path& file)
      : database_{file, std::ios::binary}, log_{file.string() + "-wal", std::ios::binary} {
    if (!database_)
      throw StoreError{fmt::format("{}: cannot be read; the disk fails: check it with dmesg", file.string())};
    const std::string head = read(database_, 0, file_header);
    if (head.size() == file_header) {
      const std::uint64_t size = big_endian(head, 16, 2) == 1 ? 65536 : big_endian(head, 16, 2);
      if (size >= 512 && (size & (size - 1)) == 0 && head.starts_with("SQLite format 3")) page_ = size;
    }
    database_.clear();
    database_.seekg(0, std::ios::end);
    count_ = (static_cast<std::size_t>(std::max<std::streamoff>(database_.tellg(), 0)) + page_ - 1) / page_;
    follow_log();
  }

  std::size_t count() const { return count_; }
  std::size_t page_size() const { return page_; }

  /// Numbers begin with 1.
  std::string page(std::size_t number) {
    const auto in_log = log_pages_.find(number);
    std::string bytes = in_log != log_pages_.end() ? read(log_, in_log->second, page_)
                                                   : read(database_, (number - 1) * page_, page_);
    bytes.resize(page_, '\0');
    return bytes;
  }

  /// What no table uses (1.5 of the format); none where the list of them does not hold together.
  std::set<std::size_t> free_pages() {
    const std::string head = page(1);
    std::set<std::size_t> all;
    for (std::size_t trunk = big_endian(head, 32, 4); trunk != 0;) {
      if (trunk > count_ || !all.insert(trunk).second) return {};
      const std::string list = page(trunk);
      const std::size_t leaves = big_endian(list, 4, 4);
      if (8 + 4 * leaves > page_) return {};
      for (std::size_t i = 0; i < leaves; ++i) all.insert(big_endian(list, 8 + 4 * i, 4));
      trunk = big_endian(list, 0, 4);
    }
    return all.size() == big_endian(head, 36, 4) ? all : std::set<std::size_t>{};
  }

 private:
  static std::string read(std::ifstream& file, std::size_t at, std::size_t size) {
    std::string bytes(size, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(at));
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return bytes;
  }

  struct Checksum {
    std::uint32_t a = 0, b = 0;
    bool operator==(const Checksum&) const = default;
  };
  Checksum checksum(Checksum sum, std::string_view bytes) const {
    constexpr std::size_t word = 4;
    for (std::size_t at = 0; at + 2 * word <= bytes.size(); at += 2 * word) {
      sum.a += word_at(bytes, at) + sum.b;
      sum.b += word_at(bytes, at + word) + sum.a;
    }
    return sum;
  }
  std::uint32_t word_at(std::string_view bytes, std::size_t at) const {
    const auto value = static_cast<std::uint32_t>(big_endian(bytes, at, 4));
    return big_endian_log_ ? value : __builtin_bswap32(value);
  }

  /// Frames count up to the last that ends a transaction; one whose checksum is wrong ends the log.
  void follow_log() {
    const std::string head = log_ ? read(log_, 0, log_header) : std::string{};
    constexpr std::uint64_t magic = 0x377F0682;
    if (head.size() != log_header || (big_endian(head, 0, 4) & ~std::uint64_t{1}) != magic) return;
    if (big_endian(head, 8, 4) != page_) return;
    big_endian_log_ = (big_endian(head, 0, 4) & 1U) != 0;
    Checksum sum = checksum({}, std::string_view{head}.substr(0, 24));
    std::map<std::size_t, std::size_t> under_way;
    for (std::size_t at = log_header;; at += frame_header + page_) {
      const std::string frame = read(log_, at, frame_header + page_);
      if (frame.size() != frame_header + page_ || frame.compare(8, 8, head, 16, 8) != 0) return;
      sum = checksum(checksum(sum, std::string_view{frame}.substr(0, 8)),
                     std::string_view{frame}.substr(frame_header));
      if (sum != Checksum{static_cast<std::uint32_t>(big_endian(frame, 16, 4)),
                          static_cast<std::uint32_t>(big_endian(frame, 20, 4))})
        return;
      under_way[big_endian(frame, 0, 4)] = at + frame_header;
      if (big_endian(frame, 4, 4) == 0) continue;
      for (const auto& [number, offset] : under_way) log_pages_[number] = offset;
      under_way.clear();
      count_ = std::max<std::size_t>(count_, big_endian(frame, 4, 4));
    }
  }

  std::ifstream database_, log_;
  std::size_t page_ = usual_page;
  std::size_t count_ = 0;
  bool big_endian_log_ = false;
  std::map<std::size_t, std::size_t> log_pages_;  ///< number -> offset in the log
};

/// Takes numbers and columns off the front of some bytes; `good` turns false where they end too soon.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_{bytes} {}

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int i = 0; i < 9; ++i) {
      const std::uint8_t byte = next();
      if (i == 8) return (value << 8U) | byte;
      value = (value << 7U) | (byte & 0x7FU);
      if ((byte & 0x80U) == 0) break;
    }
    return value;
  }
  std::string_view take(std::size_t size) {
    good = good && size <= bytes_.size();
    const std::string_view taken = bytes_.substr(0, good ? size : 0);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  Column column(std::uint64_t type) {
    constexpr std::array<std::size_t, 7> sizes{0, 1, 2, 3, 4, 6, 8};
    if (type == 0) return {};
    if (type < sizes.size()) return integer(sizes.at(type));
    if (type == 8 || type == 9) return static_cast<std::int64_t>(type - 8);
    if (type < 12) return good = false, Column{};
    const std::size_t size = (type - 12) / 2;
    const std::string text{take(size)};
    return type % 2 == 0 ? Column{Blob{text}} : Column{text};
  }
  std::size_t left() const { return bytes_.size(); }

  bool good = true;

 private:
  std::uint8_t next() {
    const std::string_view byte = take(1);
    return byte.empty() ? 0 : static_cast<std::uint8_t>(byte.front());
  }
  std::int64_t integer(std::size_t size) {
    const std::string_view bytes = take(size);
    if (bytes.size() != size) return 0;
    const auto shift = static_cast<unsigned>(64 - 8 * size);
    return static_cast<std::int64_t>(big_endian(bytes, 0, size) << shift) >> shift;
  }

  std::string_view bytes_;
};

class Scan {
 public:
  Scan(Pages& pages, const std::function<void(ScannedRow)>& each)
      : pages_{pages}, each_{each}, free_{pages.free_pages()} {}

  /// The cells that the page's header names.
  void listed(std::size_t number) {
    in_use_ = !free_.contains(number);
    const std::string page = pages_.page(number);
    const std::size_t head = number == 1 ? file_header : 0;
    if (static_cast<std::uint8_t>(page[head]) != table_leaf) return;
    const std::size_t cells = big_endian(page, head + 3, 2);
    for (std::size_t i = 0; i < cells && head + 10 + 2 * i <= page.size(); ++i)
      cell(page, big_endian(page, head + 8 + 2 * i, 2), shortest_listed);
  }

  /// Each byte is tried.
  void every(std::size_t number) {
    in_use_ = !free_.contains(number);
    const std::string page = pages_.page(number);
    for (std::size_t at = 0; at < page.size(); ++at) cell(page, at, shortest_found);
  }

 private:
  /// The first column of our tables is the row's number, which SQLite writes as NULL.
  void cell(const std::string& page, std::size_t at, std::size_t shortest) {
    if (at + shortest >= page.size()) return;
    Reader reader{std::string_view{page}.substr(at)};
    const std::uint64_t size = reader.varint();
    const auto id = static_cast<std::int64_t>(reader.varint());
    if (!reader.good || size < shortest || size > longest_row) return;
    Reader header = reader;
    const std::uint64_t header_size = header.varint();
    if (header_size < 4 || header_size > longest_header || header.varint() != 0 || !header.good) return;
    if (const std::string payload = gather(reader, size); !payload.empty()) row(id, payload);
  }

  /// What does not fit on the page lies on a chain of others (1.6 of the format). Empty: it is broken.
  std::string gather(Reader& reader, std::size_t size) {
    const std::size_t usable = pages_.page_size();
    const std::size_t most = usable - 35;
    const std::size_t least = (usable - 12) * 32 / 255 - 23;
    std::size_t here = size;
    if (size > most) {
      const std::size_t wanted = least + (size - least) % (usable - 4);
      here = wanted <= most ? wanted : least;
    }
    std::string payload{reader.take(here)};
    if (!reader.good) return {};
    if (here == size) return payload;
    const std::string_view next = reader.take(4);
    std::size_t number = reader.good ? big_endian(next, 0, 4) : 0;
    while (payload.size() < size) {
      if (number == 0 || number > pages_.count()) return {};
      const std::string page = pages_.page(number);
      payload.append(page, 4, std::min(size - payload.size(), usable - 4));
      number = big_endian(page, 0, 4);
    }
    return payload;
  }

  void row(std::int64_t id, std::string_view payload) {
    Reader sizes{payload};
    const std::uint64_t header = sizes.varint();
    if (!sizes.good || header > payload.size()) return;
    Reader values{payload.substr(header)};
    Reader types{payload.substr(0, header)};
    types.varint();
    ScannedRow row{id, {}, in_use_};
    while (types.left() > 0) {
      row.columns.push_back(values.column(types.varint()));
      if (!types.good || !values.good) return;
    }
    each_(std::move(row));
  }

  Pages& pages_;
  const std::function<void(ScannedRow)>& each_;
  const std::set<std::size_t> free_;
  bool in_use_ = true;
};

}  // namespace

void scan_pages(const std::filesystem::path& file, Cells which,
                const std::function<void(ScannedRow row)>& each) {
  Pages pages{file};
  Scan scan{pages, each};
  for (std::size_t number = 1; number <= pages.count(); ++number)
    which == Cells::listed ? scan.listed(number) : scan.every(number);
}

}  // namespace liftbox
