#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace liftbox::cli {

struct BrakeRecordOptions {
  std::string action;    ///< dismantled, push_rod_changed, adjusted, checked
  std::string material;  ///< of the push-rod; empty: not looked at
  std::string done;      ///< day of the work; empty: today
  std::string note;
  std::string by;  ///< work number; empty: who is signed in
};

struct BrakeExportOptions {
  bool csv = false;
  std::string file;  ///< empty: standard output
};

/// Everything that can be said of the brake.
struct BrakeOptions {
  bool json = false;
  BrakeRecordOptions record;
  BrakeExportOptions table;
};

// Each asks the daemon at `socket`. They throw control::NotReachable and control::Refused.
void show_brake(const std::string& socket, bool as_json, std::ostream& out);
void record_brake(const std::string& socket, const BrakeRecordOptions& options, std::ostream& out);
void export_brake(const std::string& socket, const BrakeExportOptions& options, std::ostream& out);

/// The lift's row of the summary table (《电梯鼓式制动器专项排查治理汇总表》) below its headings.
void write_brake_table(const nlohmann::json& answer, std::ostream& out);

}  // namespace liftbox::cli
