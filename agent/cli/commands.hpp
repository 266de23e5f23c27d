#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>

namespace liftbox::cli {

/// As documented in `liftctl --help`.
enum ExitCode : int { done = 0, refused = 1, bad_input = 2, not_reachable = 3, bad_config = 78 };

/// What was typed cannot be meant; the message says what can.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct StatusOptions {
  bool json = false;
  bool watch = false;
};

struct EventsOptions {
  bool json = false;
  bool follow = false;
  std::string record_class;  ///< empty: any; so below
  std::string type;
  std::string incident;
  std::string since;
  int limit = 20;
};

struct WhyNotOptions {
  bool json = false;
  std::optional<std::int64_t> number;  ///< only this one, with the lift as it was
  int limit = 10;
};

// Each asks the daemon at `socket` and writes what it says. They throw BadInput, control::NotReachable and
// control::Refused.
void show_status(const std::string& socket, const StatusOptions& options, std::ostream& out);
void show_events(const std::string& socket, const EventsOptions& options, std::ostream& out);
void show_signals(const std::string& socket, bool as_json, std::ostream& out);
void show_statistics(const std::string& socket, bool as_json, std::ostream& out);
void show_why_not(const std::string& socket, const WhyNotOptions& options, std::ostream& out);
void show_store(const std::string& socket, bool as_json, std::ostream& out);
void show_version(const std::string& socket, std::ostream& out);

}  // namespace liftbox::cli
