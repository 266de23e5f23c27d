#include "agent/elevator/code_table.hpp"

#include <array>

namespace liftbox {
namespace {

using namespace std::string_view_literals;

constexpr std::array entrapments{"outside_zone"sv, "in_zone"sv};
constexpr std::array doors_not_shut{"not_shut"sv, "reopened"sv};
constexpr std::array doors_not_opened{"commanded"sv, "occupied"sv};
constexpr std::array positions{"floor_unknown"sv, "jumped"sv};

}  // namespace

const CodeTable::Codes* CodeTable::find(EventType type, std::string_view which_case) const {
  const std::string of_type{name(type)};
  auto found = codes.end();
  if (!which_case.empty()) found = codes.find(of_type + "." + std::string{which_case});
  if (found == codes.end()) found = codes.find(of_type);
  return found == codes.end() ? nullptr : &found->second;
}

std::span<const std::string_view> cases_of(EventType type) {
  switch (type) {
    case EventType::entrapment:
      return entrapments;
    case EventType::door_close_fault:
      return doors_not_shut;
    case EventType::door_open_fault:
      return doors_not_opened;
    case EventType::position_lost:
      return positions;
    default:
      return {};
  }
}

std::string_view case_of(const Event& event) {
  if (const auto* const trapped = std::get_if<EntrapmentEvidence>(&event.evidence))
    return name(trapped->place);
  if (const auto* const door = std::get_if<DoorEvidence>(&event.evidence)) return name(door->why);
  if (const auto* const position = std::get_if<PositionEvidence>(&event.evidence)) return name(position->why);
  return {};
}

}  // namespace liftbox
