#pragma once

#include <iosfwd>
#include <string>

namespace liftbox::cli {

struct IncidentOptions {
  std::string action;    ///< show, ack, on-site, close, cause, causes
  std::string incident;  ///< empty: the only open one
  std::string code;      ///< of the cause
  std::string by;        ///< work number; empty: who has signed in
  std::string note;
  bool json = false;
};

/// Shows an incident, or tells the daemon at `socket` what a person says of it. Throws BadInput,
/// control::NotReachable and control::Refused.
void run_incident(const std::string& socket, const IncidentOptions& options, std::ostream& out);

}  // namespace liftbox::cli
