#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agent/elevator/causes/cause.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox {

/// The official numbers of one region or platform, by event type. Data: cities use one number for different
/// things.
struct CodeTable {
  struct Codes {
    std::optional<int> gb24476;  ///< the national number: fault 1-8, event 40-47, alarm 90
    std::optional<int> bacnet;   ///< ASHRAE 135 LiftFault
    std::optional<int> number;   ///< the region's own; the national one where it says nothing else
    std::string text_zh;
    std::string text_en;
  };
  /// One of the causes of entrapment that a rescue platform (96333) knows.
  struct RescueCause {
    std::optional<Cause> cause;  ///< where a box can suggest it
    std::string text_zh;
    std::string text_en;
  };
  /// Numbers that the source of the table lists, both included.
  struct Range {
    int first = 0;
    int last = 0;
  };

  std::string region;                  ///< "national"
  std::string sources;                 ///< where its numbers are from
  std::string extends;                 ///< the table that it adds to; empty: it stands by itself
  std::map<std::string, Codes> codes;  ///< event type, or `type.case` -> numbers
  std::map<std::string, Codes> service_modes;
  std::set<int> not_told;  ///< numbers of the source for which the box has no event
  std::vector<Range> listed;
  std::map<std::string, RescueCause> rescue_causes;  ///< code, four digits -> what it stands for

  /// Of the event's case where the region numbers it apart, else of its type; null: the table has neither.
  const Codes* find(EventType type, std::string_view which_case = {}) const;

  /// Its code of the cause; nothing where it has none.
  std::optional<std::string> code_of(Cause cause) const {
    const auto found = std::find_if(rescue_causes.begin(), rescue_causes.end(),
                                    [&](const auto& one) { return one.second.cause == cause; });
    return found == rescue_causes.end() ? std::nullopt : std::optional{found->first};
  }
};

/// The cases of a type that a region may number apart, by the word that the evidence has for them: an
/// entrapment is `outside_zone` or `in_zone`.
std::span<const std::string_view> cases_of(EventType type);

/// Which one an event is; empty where its evidence says nothing of it.
std::string_view case_of(const Event& event);

}  // namespace liftbox
