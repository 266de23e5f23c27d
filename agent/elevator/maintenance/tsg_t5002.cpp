#include "agent/elevator/maintenance/tsg_t5002.hpp"

#include <algorithm>

#include "agent/elevator/digit.hpp"

namespace liftbox {
namespace {

constexpr int most_items = 99;

int items_in(std::string_view table) {
  const auto& kinds = maintenance_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const MaintenanceKind& kind) { return kind.table == table; });
  return found == kinds.end() ? most_items : found->items;
}

}  // namespace

const std::vector<MaintenanceKind>& maintenance_kinds() {
  static const std::vector<MaintenanceKind> kinds{{"half_monthly", "A-1", 31},
                                                  {"quarterly", "A-2", 13},
                                                  {"half_yearly", "A-3", 15},
                                                  {"yearly", "A-4", 17}};
  return kinds;
}

const MaintenanceKind* find_maintenance_kind(std::string_view name) {
  const auto& kinds = maintenance_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const MaintenanceKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

bool is_maintenance_item(std::string_view text) {
  constexpr std::size_t table_size = 3;
  constexpr std::size_t item_size = 6;
  if (text.size() != table_size && text.size() != item_size) return false;
  if (text[0] < 'A' || text[0] > 'D' || text[1] != '-' || text[2] < '1' || text[2] > '4') return false;
  if (text.size() == table_size) return true;
  if (text[3] != '-' || !is_digit(text[4]) || !is_digit(text[5])) return false;
  const int item = (text[4] - '0') * 10 + (text[5] - '0');
  return item >= 1 && item <= items_in(text.substr(0, table_size));
}

std::vector<std::string> all_items(std::string_view kind) {
  std::vector<std::string> tables;
  if (find_maintenance_kind(kind) == nullptr) return tables;
  for (const MaintenanceKind& one : maintenance_kinds()) {
    tables.emplace_back(one.table);
    if (one.name == kind) break;
  }
  return tables;
}

}  // namespace liftbox
