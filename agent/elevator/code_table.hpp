#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "agent/elevator/causes/cause.hpp"

namespace liftbox {

/// The official numbers of one region or platform, by event type. Data: cities use one number for different
/// things.
struct CodeTable {
  struct Codes {
    std::optional<int> gb24476;  ///< fault 1-8, event 40-47, alarm 90, or what the city adds
    std::optional<int> bacnet;   ///< ASHRAE 135 LiftFault
    std::string text_zh;
    std::string text_en;
  };
  /// One of the causes of entrapment that a rescue platform (96333) knows.
  struct RescueCause {
    std::optional<Cause> cause;  ///< where a box can suggest it
    std::string text_zh;
    std::string text_en;
  };
  std::string region;                                ///< "national"
  std::string sources;                               ///< where its numbers are from
  std::map<std::string, Codes> codes;                ///< event type -> numbers
  std::map<std::string, RescueCause> rescue_causes;  ///< code, four digits -> what it stands for

  /// Its code of the cause; nothing where it has none.
  std::optional<std::string> code_of(Cause cause) const {
    const auto found = std::find_if(rescue_causes.begin(), rescue_causes.end(),
                                    [&](const auto& one) { return one.second.cause == cause; });
    return found == rescue_causes.end() ? std::nullopt : std::optional{found->first};
  }
};

}  // namespace liftbox
