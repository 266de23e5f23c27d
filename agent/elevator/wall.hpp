#pragma once

#include <chrono>
#include <cstdint>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// A day of the calendar, where the lift is.
using Date = std::chrono::sys_days;

/// What the wall clock shows at a moment, and whether it can be believed. It runs on evenly from there.
struct WallTold {
  Moment at{};
  std::int64_t wall_ms = 0;  ///< since 1970, UTC
  int utc_offset_min = 0;
  bool set = false;

  std::int64_t ms(Moment moment) const { return wall_ms + (moment - at).count(); }
  std::int64_t local_ms(Moment moment) const {
    return ms(moment) + Duration{std::chrono::minutes{utc_offset_min}}.count();
  }
  Date day(Moment moment) const {
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Duration>{Duration{local_ms(moment)}});
  }
  template <class Visit>
  void fields(Visit&& visit) {
    visit("at", at);
    visit("wall_ms", wall_ms);
    visit("utc_offset_min", utc_offset_min);
    visit("set", set);
  }

  Moment begin_of(Date date) const { return at + (date.time_since_epoch() - Duration{local_ms(at)}); }
};

}  // namespace liftbox
