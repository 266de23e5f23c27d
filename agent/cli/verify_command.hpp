#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox::cli {

struct VerifyOptions {
  std::string file;               ///< a store, an export, - for standard input; empty: what the daemon keeps
  std::vector<std::string> keys;  ///< the only ones whose seals count; empty: any
  bool json = false;
};

/// Checks that no record is missing or changed, and names the first that is. Returns the exit code.
int verify_records(const std::string& socket, const VerifyOptions& options, std::ostream& out);

}  // namespace liftbox::cli
