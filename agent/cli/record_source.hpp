#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "agent/records/record.hpp"

namespace liftbox::cli {

/// A record's canonical bytes as somebody keeps them.
struct KeptRecord {
  std::string bytes;
  std::optional<Sha256> hash{};  ///< kept beside them
  std::string damage{};          ///< of the row that holds them; empty: none
};
using EachRecord = std::function<bool(const KeptRecord&)>;  ///< false: enough

// Hand over records in the order in which they were written, from the first one that is not older than
// `since_ms`. They throw StoreError, control::NotReachable, control::Refused.
void records_of_daemon(const std::string& socket, std::int64_t since_ms, const EachRecord& each);
void records_of_store(const std::string& file, std::int64_t since_ms, const EachRecord& each);
/// One a line, as `export` writes them; all of them.
void records_of_lines(std::istream& lines, const EachRecord& each);

bool is_store_file(const std::string& file);

}  // namespace liftbox::cli
