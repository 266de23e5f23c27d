#pragma once

#include <iosfwd>
#include <string>

namespace liftbox::cli {

struct SnapshotOptions {
  std::string what;  ///< empty: which there are; an incident; or a file: a trace, compressed or not
  bool changes = false;
  bool trace = false;  ///< as it is, for `liftctl replay`
};

/// Shows what the flight recorder saw around an alarm. Throws BadInput, control::NotReachable,
/// control::Refused.
void show_snapshot(const std::string& socket, const SnapshotOptions& options, std::ostream& out);

}  // namespace liftbox::cli
