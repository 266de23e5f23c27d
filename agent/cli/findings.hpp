#pragma once

#include <string>
#include <vector>

#include "agent/config/config_file.hpp"
#include "agent/config/mistakes.hpp"

namespace liftbox::cli {

/// What is hardly meant in a profile, each at its place in the file.
class Findings {
 public:
  explicit Findings(const ConfigFile& read) : read_{read} {}

  void at_table(const std::string& path, const std::string& message);
  void at_key(const std::string& path, const std::string& key, const std::string& message);
  void at_top(const std::string& message) { at_table("", message); }
  std::vector<Mistake> take() { return std::move(all_); }

  /// What everybody who opens the file later wants to know.
  void check_head(const std::string& name, const std::string& sources);
  void check_hardware(const std::string& description, const std::string& tried_on);

 private:
  int line_of(const std::string& path) const;

  const ConfigFile& read_;
  std::vector<Mistake> all_;
};

}  // namespace liftbox::cli
