// What goes on while a sensor is stuck, so that it can be counted when that must have been noticed.
#include <utility>

#include "drivers/simulated/worn/witness.hpp"

namespace liftbox::worn {
namespace {

// Nobody can take these for less.
constexpr Time plainly_a_run = 5 * second;
constexpr int plainly_somebody_kg = 80;

}  // namespace

void Witness::what_sensors_miss(const Seen& is, Time now) {
  const auto note = [&](const char* fact) { chronicle_.note_all("switch_stuck", fact, now); };
  if (is.door_open != was_.door_open) note(is.door_open ? "open_ms" : "open_upto_ms");
  if (is.shut != was_.shut) note(is.shut ? "shut_ms" : "shut_upto_ms");
  if (was_.moving && !is.moving && now - moved_ >= plainly_a_run) note("ran_ms");
  called_ = called_ || (is.call && !was_.call);
  if (is.shut || !was_.shut) return;
  const bool called = std::exchange(called_, false);
  if (!called && crowd_.load_kg() < plainly_somebody_kg) return;
  for (const char* kind : {"switch_stuck", "presence_stuck", "presence_dead"})
    chronicle_.note_all(kind, "opened_for_somebody_ms", now);
}

}  // namespace liftbox::worn
