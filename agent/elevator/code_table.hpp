#pragma once

#include <map>
#include <optional>
#include <string>

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
  std::string region;                  ///< "national"
  std::string sources;                 ///< where its numbers are from
  std::map<std::string, Codes> codes;  ///< event type -> numbers
};

}  // namespace liftbox
