#pragma once

#include <string>
#include <vector>

#include "agent/ports/clock.hpp"

namespace liftbox {

/// Something without which the platform cannot be reached from a certain time on.
struct Term {
  std::string what;  ///< "certificate", "authority", "revocation list"
  std::string file;
  std::string name;  ///< whose: the common name in it
  WallTime until;
};

/// How the files stand by which box and platform know each other.
struct CredentialReport {
  std::string trouble;                ///< why they cannot be used, and what to do; empty: they can
  std::vector<std::string> warnings;  ///< they can be used, and yet something should be put right
  std::vector<Term> terms;            ///< of those that are used
  bool changed = false;  ///< the files are good, and others than the last connection was made with
};

}  // namespace liftbox
