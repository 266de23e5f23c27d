#include "agent/cli/screens/brake_words.hpp"

#include <algorithm>
#include <array>

namespace liftbox::screen {
namespace {

constexpr auto brake_words = std::to_array<BrakeWord>({
    {"put_right", "PUT RIGHT", "已完成治理"},
    {"not_yet", "NOT YET PUT RIGHT", "未完成治理"},
    {"cannot_be_judged", "CANNOT BE JUDGED", "无法判定"},
    {"not_concerned", "NOT CONCERNED", "不涉及"},
    {"not_a_drum_brake", "it is no drum brake: the notice of 2021 is not about it", "非鼓式制动器"},
    {"push_rod_magnetic", "the push-rod is of magnetic steel: replace it by one of copper",
     "松闸顶杆为导磁材料"},
    {"never_dismantled", "it is not on record that the electromagnet was dismantled and cleaned",
     "电磁铁无拆解保养记录"},
    {"incident_open", "an incident of the brake is open", "制动器故障未消除"},
    {"incident_since", "there were incidents of the brake since the repair", "治理后发生制动器故障"},
    {"slower_than_before", "an arm is slower than it was before the repair", "治理后动作时间变长"},
    {"type_unknown", "nobody has said whether it is a drum brake: give lift.brake_type in the site file",
     "制动器型式未知"},
    {"push_rod_unknown", "nobody has said what the push-rod is made of: record it with --material",
     "松闸顶杆材质未知"},
    {"arms_not_timed", "not every arm is timed: its switch and the command must be lines of the board",
     "制动臂未全部计时"},
    {"too_few_cycles", "too few cycles since the repair", "治理后动作次数不足"},
    {"drum", "drum brake", "鼓式"},
    {"disc", "disc brake", "盘式"},
    {"other", "neither drum nor disc brake", "其他"},
    {"unknown", "unknown", "未知"},
    {"steel", "steel (magnetic)", "钢(导磁)"},
    {"copper", "copper", "铜"},
    {"brass", "brass", "黄铜"},
    {"non_magnetic_steel", "non-magnetic steel", "非导磁钢"},
    {"dismantled", "electromagnet dismantled", "电磁铁拆解保养"},
    {"push_rod_changed", "push-rod changed", "更换松闸顶杆"},
    {"adjusted", "adjusted", "调整"},
    {"checked", "checked", "检查"},
});

const BrakeWord* find(const std::string& name) {
  const auto* const found = std::find_if(brake_words.begin(), brake_words.end(),
                                         [&](const BrakeWord& word) { return word.name == name; });
  return found == brake_words.end() ? nullptr : found;
}

}  // namespace

std::string brake_english(const std::string& name) {
  const BrakeWord* const word = find(name);
  return word == nullptr ? name : std::string{word->english};
}

std::string brake_chinese(const std::string& name) {
  const BrakeWord* const word = find(name);
  return word == nullptr ? name : std::string{word->chinese};
}

std::string brake_arm_words(const std::string& name) {
  const auto line = name.find('_');
  if (line == std::string::npos) return name;
  return "arm " + name.substr(line + 1) + " " + name.substr(0, line);
}

}  // namespace liftbox::screen
