#include "agent/cli/screens/words.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "agent/cli/screens/brake_words.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/held_back_words.hpp"
#include "agent/cli/screens/layout.hpp"
#include "agent/elevator/event.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

/// In the order of EventType.
constexpr std::array<std::string_view, event_type_count> chinese_names{
    "困人",           "困人原因",       "报警按钮",       "报警按钮(已过滤)", "安全回路断开",
    "关门故障",       "开门故障",       "开锁区域外停梯", "轿厢意外移动",     "运转时间限制器动作",
    "楼层位置丢失",   "防止再运行故障", "运行中开门",     "上极限开关动作",   "下极限开关动作",
    "轿厢超速",       "主电源断电",     "长时间停运",     "制动器未打开",     "制动器未闭合",
    "制动器拖刹",     "制动器打滑",     "制动器动作迟缓", "制动臂动作不同步", "制动器性能下降",
    "制动器维护记录", "制动器治理核验", "正常运行",       "停止服务",         "检修运行",
    "消防返回",       "消防员运行",     "应急电源运行",   "地震模式",         "传感器信号矛盾",
    "传感器无变化",   "传感器触点抖动", "信号源失联",     "终端断电",         "终端电池电量低",
    "终端被打开",     "时钟跳变",       "终端自检",       "定期检验到期提醒", "定期检验完成",
    "维保开始",       "维保结束",       "维保超期",       "判定未触发",       "终端启动",
    "终端停止",       "配置已更改",     "指令被拒绝",     "证书即将到期",     "遥测数据丢失",
    "记录已清理",     "存储异常",       "闪存写入超限",   "记录签名",
};

/// A member of the evidence with this value says this; an empty text says nothing.
struct Phrase {
  std::string_view member;
  std::string_view value;
  std::string_view words;
};
constexpr auto phrases = std::to_array<Phrase>({
    {"place", "outside_zone", "outside the door zone"},
    {"place", "in_zone", "at a landing, doors shut"},
    {"occupancy", "occupied", "occupied"},
    {"occupancy", "empty", "empty"},
    {"occupancy", "unknown", "nobody can tell whether occupied"},
    {"alarm_button", "true", "alarm button pressed"},
    {"alarm_button", "false", ""},
    {"attempt", "true", "asked for the door, it stayed shut"},
    {"attempt", "false", ""},
    {"power", "lost", "mains lost"},
    {"ended_by", "moved", "the car moved"},
    {"ended_by", "door_opened", "a door opened"},
    {"ended_by", "left_zone", "the car left the zone"},
    {"ended_by", "disarmed", "lift taken out of normal service"},
    {"ended_by", "empty", "the car is empty"},
    {"ended_by", "time", "120 s after the release"},
    {"ended_by", "technician", "closed by a technician"},
    {"self_released", "true", "nobody came on site"},
    {"off_for_unknown_time", "true", "the box was off for an unknown time"},
    {"suggested", "true", "as the box suggested"},
    {"suggested", "false", "not what the box suggested"},
    {"why", "pressed", ""},
    {"why", "door_open_in_zone", "a door is open at a landing"},
    {"why", "moving", "the car moves"},
    {"why", "held_long", "held for 30 s"},
    {"why", "no_door_after_stop", "no door opened after the stop"},
    {"why", "not_shut", "does not shut"},
    {"why", "reopened", "reopens again and again"},
    {"why", "commanded", "told to open, stays shut"},
    {"why", "occupied", "somebody inside, stays shut"},
    {"why", "late", "late"},
    {"why", "dropped", "dropped during a run"},
    {"why", "drags", "reads set while the car is driven"},
    {"why", "slips", "the car moves, all arms have set"},
    {"why", "creeps", "the car has moved, all arms have set"},
    {"why", "grows", "grows"},
    {"why", "sticks", "sticks now and then"},
    {"time", "set", "set time"},
    {"time", "release", "release time"},
    {"start", "warm", ""},
    {"start", "cold", "after a rest"},
    {"arms", "[]", ""},
    {"sticking_cycles", "0", ""},
    {"why", "floor_unknown", "the controller does not know its floor"},
    {"why", "jumped", "the floor jumped"},
    {"learned", "true", "by its own full travel"},
    {"learned", "false", ""},
    {"why", "driven_and_stands", "the motor is on and the car stands"},
    {"why", "controller_fault", "the controller shows a fault"},
    {"why", "open_and_closed", "the door reads open and closed"},
    {"why", "zone_never_changes", "the car passes floors, the zone never changes"},
    {"why", "moves_without_command", "moves without a command"},
    {"why", "open_in_closed_chain", "reads open in a running car, the safety chain is closed"},
    {"why", "unchanged", "does not change any more"},
    {"why", "bounces", "bounces"},
    {"why", "full", "the store is full"},
    {"why", "damaged", "the store was damaged"},
    {"ranges", "[]", ""},
    {"count", "0", ""},
    {"left_zone", "true", "left the door zone with a door open"},
    {"left_zone", "false", "moved with a door open"},
    {"after", "cycles", ""},
    {"after", "30_days", "30 days after the repair"},
    {"reasons", "[]", ""},
    {"passed", "true", "passed"},
    {"passed", "false", "NOT PASSED"},
    {"interval_counts", "while_on_only", "not counting the time the machine was off"},
    {"told_by", "sign_in", ""},
    {"told_by", "inspection_mode", "nobody has signed in"},
    {"evidenced", "true", "evidenced at the lift"},
    {"evidenced", "false", "NOT EVIDENCED"},
    {"counts", "true", ""},
    {"counts", "false", ""},
    {"ended_by", "said", ""},
    {"ended_by", "left", "gone without a word"},
    {"ended_by", "forgotten", "gone without signing off"},
});

/// Moments of the rescue; told as durations below.
const std::set<std::string_view> timeline_members{"stopped",      "suspected", "confirmed",
                                                  "acknowledged", "on_site",   "released",
                                                  "cleared",      "pressed",   "rescue"};

std::string joined(const json& list) {
  std::string out;
  for (const json& item : list)
    out += (out.empty() ? "" : ", ") + (item.is_string() ? item.get<std::string>() : item.dump());
  return out;
}

json codes_of(const json& causes) {
  json codes = json::array();
  for (const json& one : causes)
    codes.push_back(one.value("code", json{}).is_string() ? one["code"] : one["cause"]);
  return codes;
}

std::string brake_reasons(const json& names) {
  std::string out;
  for (const json& name : names)
    if (name.is_string()) out += (out.empty() ? "" : ", ") + brake_english(clean(name.get<std::string>()));
  return out;
}

std::string words_of(const std::string& name, const std::string& value, const json& whole) {
  for (const Phrase& phrase : phrases) {
    if (phrase.member == name && phrase.value == value) return std::string(phrase.words);
  }
  if (name == "acknowledged_by" || name == "on_site_by" || name == "closed_by" || name == "by")
    return "by " + value;
  if (name == "action" || name == "verdict") return brake_english(value);
  if (name == "push_rod") return "push-rod of " + brake_english(value);
  if (name == "reasons") return brake_reasons(whole);
  if (name == "done" || name == "note") return value;
  if (name == "speed_mm_s") return fmt::format("{} mm/s", value);
  if (name == "baseline_ms") return fmt::format("at first {} ms", value);
  if (name == "latest_ms") return fmt::format("now {} ms", value);
  if (name == "arm") return "";  // the subject says it
  if (name == "sticking_cycles") return fmt::format("{} cycles stuck", value);
  if (name == "times_ms" || name == "differences_ms")
    return fmt::format("{}{} ms", name == "times_ms" ? "" : "apart by ", clean(joined(whole)));
  constexpr std::int64_t in_seconds = 10'000;
  if (name == "limit_ms" && whole.is_number() && whole.get<std::int64_t>() < in_seconds)
    return fmt::format("more than {} ms", value);
  if (name == "limit_ms" && whole.is_number())
    return fmt::format("more than {} s", whole.get<std::int64_t>() / 1000);
  if (name == "controller_fault") return "code " + value;
  if (name == "swallowed_by") return "explained by " + value;
  if (name == "runs_before") return fmt::format("after {} runs in the week before it", value);
  if (name == "last_run") return "last run " + value;
  if (name == "rated_mm_s") return fmt::format("rated {} mm/s", value);
  if (name == "reopenings") return value == "0" ? "" : fmt::format("{} times", value);
  if (name == "source") return value;
  if (name == "silent_sources") return "silent: " + clean(joined(whole));
  if (name == "step_ms" && whole.is_number()) return fmt::format("by {} s", whole.get<std::int64_t>() / 1000);
  if (name == "key") return "key " + value.substr(0, 8);
  if (name == "algorithm" || name == "signature") return "";
  if (name == "arms") return "arm " + clean(joined(whole));
  if (name == "causes") return "perhaps " + clean(joined(codes_of(whole)));
  if (name == "with_open") return whole.empty() ? "" : "with " + clean(joined(whole));
  return name + " " + value;
}

/// From the stop to the release, which is what the passenger went through.
std::string rescue_time(const json& evidence) {
  const auto stopped = parse_rfc3339(text(evidence, "stopped"));
  const auto released = parse_rfc3339(text(evidence, "released"));
  if (!stopped || !released) return "";
  return "released after " + duration_text((released->ms - stopped->ms) / 1000);
}

/// The members worth a word in a phase; empty: all of them.
const std::set<std::string_view>& worth_saying(const std::string& type, const std::string& phase) {
  static const std::set<std::string_view> all;
  static const std::map<std::string_view, std::set<std::string_view>> entrapment{
      {"acknowledged", {"acknowledged_by"}},
      {"on_site", {"occupancy", "on_site_by"}},
      {"released", {"ended_by"}},
      {"cleared", {"ended_by", "closed_by", "self_released"}},
  };
  static const std::map<std::string_view, std::set<std::string_view>> others{
      {"brake_maintained", {"action", "by", "done", "note", "push_rod"}},
      {"brake_verified", {"after", "verdict", "reasons"}},
      {"maintenance_started", {"by", "kind", "told_by"}},
      {"maintenance_ended", {"by", "kind", "told_by", "ended_by", "evidenced"}},
      {"self_test", {"passed", "silent_sources", "interval_counts"}},
  };
  const auto& table = type == "entrapment" ? entrapment : others;
  const auto found = table.find(type == "entrapment" ? phase : type);
  return found == table.end() ? all : found->second;
}

}  // namespace

std::string chinese(const std::string& type) {
  const auto known = find_event_type(type);
  return known ? std::string(chinese_names[static_cast<std::size_t>(*known)]) : "";
}

std::string titled(const std::string& type) {
  const auto name = chinese(type);
  return name.empty() ? type : type + " " + name;
}

void add_words(std::string& sentence, const std::string& words) {
  if (words.empty()) return;
  sentence += (sentence.empty() ? "" : ", ") + words;
}

std::string evidence_words(const json& record) {
  const json& evidence = member(record, "evidence");
  const auto phase = text(record, "phase");
  const auto& worth = worth_saying(text(record, "type"), phase);
  std::string sentence;
  if (text(record, "confidence") != "certain") add_words(sentence, text(record, "confidence"));
  if (!evidence.contains("source")) add_words(sentence, text(record, "subject"));
  if (evidence.contains("rule")) {
    add_words(sentence, titled(text(evidence, "rule")) + ": " + held_back_words(evidence));
    return sentence;
  }
  if (evidence.contains("from") && evidence.contains("to")) {
    add_words(sentence, text(evidence, "from") + " -> " + text(evidence, "to"));
    return sentence;
  }
  for (const auto& [name, value] : evidence.items()) {
    if (timeline_members.contains(name) || (!worth.empty() && !worth.contains(name))) continue;
    add_words(sentence, words_of(clean(name), text(evidence, name.c_str()), value));
  }
  if (phase == "cleared" || phase == "released") add_words(sentence, rescue_time(evidence));
  return sentence;
}

}  // namespace liftbox::screen
