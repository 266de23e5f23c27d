#pragma once

#include <iosfwd>
#include <string>

namespace liftbox::cli {

struct ExportOptions {
  std::string from;   ///< empty: from the first record
  std::string to;     ///< empty: to the last
  std::string store;  ///< store file; empty: ask the daemon
  std::string file;   ///< empty: standard output
  bool csv = false;
};

/// Writes the records of a time range with their proof: as JSON Lines each line is a record's canonical
/// bytes, and the range goes on to the seal that signs its last record. What was written is told on `notes`.
void export_records(const std::string& socket, const ExportOptions& options, std::ostream& out,
                    std::ostream& notes);

}  // namespace liftbox::cli
