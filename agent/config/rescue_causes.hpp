#pragma once

#include "agent/config/document.hpp"
#include "agent/elevator/code_table.hpp"

namespace liftbox {

/// Of all causes that a box can suggest, in their order.
std::vector<std::string> cause_names();

/// `[rescue_causes]` of a region: what is wrong in it goes to the document's mistakes.
std::map<std::string, CodeTable::RescueCause> read_rescue_causes(const Table& root);

}  // namespace liftbox
