#pragma once

#include <map>
#include <string>
#include <vector>

#include "agent/config/document.hpp"
#include "agent/elevator/code_table.hpp"

namespace liftbox {

inline constexpr int largest_code = 9999;

/// [codes.TYPE], [codes.TYPE.CASE] or [service_modes.MODE] of a region's file.
struct RegionEntry {
  std::string name;  ///< "door_close_fault", "door_close_fault.reopened"
  std::string of;    ///< of a case: its type
  Table table;
};
using NumbersByName = std::map<std::string, CodeTable::Codes>;

std::vector<std::string> service_mode_names();
std::vector<RegionEntry> code_entries(const Table& all);
std::vector<RegionEntry> mode_entries(const Table& all);

/// The numbers of a table that stands by itself.
NumbersByName own_numbers(const std::vector<RegionEntry>& entries);

/// The numbers of a table that adds to `base`. Whatever means something else than there has to say so: a
/// slip of the pen would call one fault by the number of another.
NumbersByName extended_numbers(const std::vector<RegionEntry>& entries, const NumbersByName& base,
                               const std::string& base_name);

}  // namespace liftbox
