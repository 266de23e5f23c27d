#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liftbox {

/// The kinds of maintenance of TSG T5002-2017, each with its table of items in the annex for traction lifts;
/// one includes those before it.
struct MaintenanceKind {
  std::string_view name;   ///< half_monthly, quarterly, half_yearly, yearly
  std::string_view table;  ///< A-1 to A-4
  int items;               ///< in that table
};
const std::vector<MaintenanceKind>& maintenance_kinds();
const MaintenanceKind* find_maintenance_kind(std::string_view name);

/// "A-1-04", or a whole table, "A-1". Of other lifts (annexes B to D) only the form is known here.
bool is_maintenance_item(std::string_view text);
/// The tables of a kind and of those it includes.
std::vector<std::string> all_items(std::string_view kind);

}  // namespace liftbox
