#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// Records, one after the other, as they come: a heading for each new day, what happened, and the evidence
/// beside it or, where there is no room, below it.
class EventsScreen {
 public:
  explicit EventsScreen(const Terminal& terminal) : terminal_(terminal) {}

  /// Makes room in the columns for these, which will be shown next.
  void fit(const std::vector<nlohmann::json>& records);
  std::string show(const nlohmann::json& record);

 private:
  Terminal terminal_;
  int type_columns_ = 16;
  int incident_columns_ = 5;
  std::string day_;
};

}  // namespace liftbox::screen
