#pragma once

#include <iosfwd>
#include <string>

namespace liftbox::cli {

struct VisitOptions {
  std::string kind;   ///< half_monthly, quarterly, half_yearly, yearly
  std::string items;  ///< "A-1-04,A-1-05", "A-1" or "all"
  std::string by;     ///< work number; empty: who has signed in
  bool json = false;
};

struct InspectionOptions {
  std::string date, next;  ///< 2026-11-20; `next` empty: a period later
  std::string by;
  bool json = false;
};

void start_visit(const std::string& socket, const VisitOptions& options, std::ostream& out);
void end_visit(const std::string& socket, const VisitOptions& options, std::ostream& out);
void show_visits(const std::string& socket, bool as_json, std::ostream& out);
void inspection_done(const std::string& socket, const InspectionOptions& options, std::ostream& out);
void show_inspection(const std::string& socket, bool as_json, std::ostream& out);
void test_box(const std::string& socket, const std::string& by, std::ostream& out);

}  // namespace liftbox::cli
