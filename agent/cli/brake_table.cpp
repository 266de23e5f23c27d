#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <ostream>

#include "agent/cli/brake_command.hpp"
#include "agent/cli/csv.hpp"
#include "agent/cli/screens/brake_words.hpp"
#include "agent/cli/screens/fields.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;
using screen::brake_chinese;
using screen::member;
using screen::text;

/// A heading of the table, and what stands below it.
struct Column {
  const char* heading;
  std::function<std::string(const json& answer)> cell;
};

auto of_lift(const char* key) {
  return [key](const json& answer) { return text(member(answer, "lift"), key); };
}
auto of_brake(const char* key) {
  return [key](const json& answer) { return text(member(answer, "brake"), key); };
}
auto brake_word(const char* key) {
  return [key](const json& answer) { return brake_chinese(text(member(answer, "brake"), key)); };
}
auto of_work(const char* action, const char* key) {
  return [action, key](const json& answer) { return text(member(member(answer, "work"), action), key); };
}
auto of_watch(const char* key) {
  return [key](const json& answer) { return text(member(answer, "watch"), key); };
}

void add(std::string& cell, const std::string& words) {
  cell += (cell.empty() ? "" : "; ") + words;
}

/// "臂1 270; 臂2 250": the medians of all arms.
auto medians(const char* table, const std::string& kind) {
  return [table, kind](const json& answer) {
    std::string cell;
    for (const auto& [arm, figures] : member(answer, table).items())
      if (arm.starts_with(kind)) add(cell, "臂" + arm.substr(kind.size()) + " " + text(figures, "median_ms"));
    return cell;
  };
}

/// "臂1 231→229": the medians of the first day and of the last.
std::string trend(const json& answer) {
  std::string cell;
  const std::string kind = "set_";
  for (const auto& [arm, of_arm] : member(answer, "days").items()) {
    json known = json::array();
    for (const json& ms : member(of_arm, "median_ms"))
      if (ms.is_number()) known.push_back(ms);
    if (!arm.starts_with(kind) || known.empty()) continue;
    add(cell, "臂" + arm.substr(kind.size()) + " " + known.front().dump() + "→" + known.back().dump());
  }
  return cell;
}

std::string incidents(const json& answer) {
  std::int64_t all = 0;
  for (const auto& [type, times] : member(member(answer, "watch"), "incidents").items())
    all += times.is_number() ? times.get<std::int64_t>() : 0;
  return std::to_string(all);
}

std::string arms(const json& answer) {
  const std::string given = text(member(answer, "brake"), "arms");
  return given.empty() ? text(answer, "arms_timed") : given;
}

std::string reasons(const json& answer) {
  std::string cell;
  for (const json& reason : member(answer, "reasons"))
    if (reason.is_string()) add(cell, brake_chinese(reason.get<std::string>()));
  return cell;
}

std::string notes(const json& answer) {
  std::string cell;
  for (const auto& [action, work] : member(answer, "work").items())
    if (const std::string note = text(work, "note"); !note.empty())
      add(cell, brake_chinese(action) + ": " + note);
  return cell;
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all{
      {"注册代码", of_lift("registration_code")},
      {"使用登记编号", of_lift("use_registration")},
      {"使用地点", of_lift("address")},
      {"电梯品牌", of_lift("brand")},
      {"维护保养单位", of_lift("maintenance_firm")},
      {"制动器型号", of_brake("model")},
      {"制动器型式", brake_word("type")},
      {"是否重点排查型号",
       [](const json& answer) {
         return screen::flag(member(answer, "brake"), "priority_model") ? "是" : "否";
       }},
      {"制动臂数", arms},
      {"松闸顶杆材质(治理前)", brake_word("push_rod_at_installation")},
      {"松闸顶杆材质(现状)", brake_word("push_rod")},
      {"电磁铁拆解保养日期", of_work("dismantled", "done")},
      {"拆解保养人员工号", of_work("dismantled", "by")},
      {"更换松闸顶杆日期", of_work("push_rod_changed", "done")},
      {"更换人员工号", of_work("push_rod_changed", "by")},
      {"治理前释放时间(ms)", medians("before", "release_")},
      {"治理前制动时间(ms)", medians("before", "set_")},
      {"治理后释放时间(ms)", medians("now", "release_")},
      {"治理后制动时间(ms)", medians("now", "set_")},
      {"治理后动作次数", of_watch("cycles")},
      {"治理后天数", of_watch("days")},
      {"治理后30日制动时间趋势(ms)", trend},
      {"治理后制动器故障次数", incidents},
      {"治理结论", [](const json& answer) { return brake_chinese(text(answer, "verdict")); }},
      {"原因", reasons},
      {"备注", notes},
      {"终端编号", [](const json& answer) { return text(answer, "device"); }},
      {"导出时间", [](const json& answer) { return text(answer, "time"); }},
  };
  return all;
}

}  // namespace

void write_brake_table(const json& answer, std::ostream& out) {
  std::vector<std::string> headings;
  std::vector<std::string> row;
  for (const Column& column : columns()) {
    headings.emplace_back(column.heading);
    row.push_back(column.cell(answer));
  }
  out << byte_order_mark;
  write_csv_line(out, headings);
  write_csv_line(out, row);
}

}  // namespace liftbox::cli
