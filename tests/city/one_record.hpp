#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace liftbox::city {

inline constexpr const char* epoch = "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9";

/// As a box writes it, number 7 of its epoch.
inline nlohmann::json one_record() {
  return {{"v", 1},
          {"device", "lift-1"},
          {"epoch", epoch},
          {"seq", 7},
          {"prev", std::string(64, 'a')},
          {"boot", "cd2247bf-8d6e-4b55-9c1e-0a1b2c3d4e5f"},
          {"mono_ms", 1234},
          {"time", "2026-11-23T18:20:11.969+08:00"},
          {"clock", "synced"},
          {"lift", "31105000012345678901"},
          {"type", "entrapment"},
          {"phase", "confirmed"},
          {"severity", "alarm"},
          {"confidence", "certain"},
          {"incident", "e:7"},
          {"evidence", {{"occupancy", "occupied"}}},
          {"snapshot", {{"floor", 3}}}};
}

}  // namespace liftbox::city
