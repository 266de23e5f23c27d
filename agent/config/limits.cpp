#include "agent/config/limits.hpp"

#include <algorithm>
#include <array>

#include "agent/elevator/signal.hpp"

namespace liftbox {
namespace {

struct Entry {
  std::string_view ending;
  Limits limits;
};

// The first whose ending fits. An hour is far beyond any rule of the trade; 90 s written as 90000 is not
// within it.
constexpr std::array limits_by_ending{
    Entry{"rules.entrapment.repeat_s", {10, 3600}},  // EN 81-28: until somebody answers, not without pause
    Entry{"rules.words.moving_window_ms", {100, 60'000}},
    Entry{"rules.words.trace_reread_ms", {1, 60'000}},
    Entry{"rules.box.self_test_s", {60, 72 * 3600}},  // EN 81-28: not more than 72 h
    Entry{"rules.maintenance.left_s", {60, 86'400}},
    Entry{"rules.maintenance.forgotten_s", {60, 86'400}},
    Entry{"rules.maintenance.overdue_days", {1, 366}},
    Entry{"box.on_charge_mv", {100, 100'000}},
    Entry{"box.battery_low_mv", {100, 100'000}},
    Entry{"inspection.period_months", {1, 360}},
    Entry{"rules.faults.outage_s", {60, 30 * 86'400}},
    Entry{"rules.brake.cold_rest_s", {60, 7 * 86'400}},
    Entry{"lift.rated_speed_mm_s", {50, 25'000}},  // a platform lift; the fastest built run at 21 m/s
    Entry{"lift.landings", {2, 300}},
    Entry{"lift.brake_arms", {1, max_brake_arms}},
    Entry{"lift.position_resolution_mm", {1, 1000}},
    Entry{"_mm_s", {1, 25'000}},
    Entry{"_mm", {1, 10'000}},
    Entry{"_kg", {1, 10'000}},
    Entry{"_ms", {0, 3'600'000}},
    Entry{"_s", {0, 3600}},
    Entry{"", {1, 1000}},  // a count
};

}  // namespace

Limits limits_of(std::string_view setting) {
  return std::find_if(limits_by_ending.begin(), limits_by_ending.end(),
                      [&](const Entry& entry) { return setting.ends_with(entry.ending); })
      ->limits;
}

const std::vector<Order>& orders() {
  static const std::vector<Order> all{
      {"rules.entrapment.outside_suspect_s", "rules.entrapment.outside_confirm_s",
       "the alarm would come before the suspicion"},
      {"rules.entrapment.outside_confirm_s", "rules.entrapment.outside_possible_s",
       "what is possible would be told before what is certain"},
      {"rules.entrapment.zone_suspect_s", "rules.entrapment.zone_confirm_attempt_s",
       "the alarm would come before the suspicion"},
      {"rules.entrapment.zone_confirm_attempt_s", "rules.entrapment.zone_confirm_s",
       "calling for the door in vain would delay the alarm"},
      {"rules.entrapment.zone_suspect_s", "rules.entrapment.zone_possible_s",
       "the alarm would come before the suspicion"},
  };
  return all;
}

}  // namespace liftbox
