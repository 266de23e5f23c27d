#include "drivers/simulated/worn/supply.hpp"

#include <algorithm>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr double fetches_at_mm_s = 120;
constexpr double fetches_mm_s2 = 100;
constexpr Time released_by = 1500;
constexpr Time brake_after = 300;
constexpr Time opens_after = 900;
constexpr Time opened_by = 6 * second;

}  // namespace

Supply::Supply(const Setup& setup, Machine& machine, Controller& controller, Agenda& agenda,
               Chronicle& chronicle, std::uint64_t seed)
    : has_device_{setup.building.automatic_rescue},
      machine_{machine},
      controller_{controller},
      agenda_{agenda},
      chronicle_{chronicle},
      dice_{seed, 9} {}

void Supply::cut(Time lasting, bool rescue_works, Time now) {
  if (!machine_.mains()) return;
  outage_ = chronicle_.begin("mains_lost", now);
  machine_.mains(false, now);
  controller_.power_lost(now);
  agenda_.set(Due::mains, now + lasting);
  works_ = rescue_works;
  if (!has_device_) return;
  stage_ = Stage::waiting;
  agenda_.set(Due::rescue_device,
              now + dice_.between(noise::mains::soonest_rescue, noise::mains::latest_rescue));
}

/// A rescue that is under way is not interrupted.
void Supply::back(Time now) {
  if (stage_ != Stage::none && stage_ != Stage::waiting) return agenda_.set(Due::mains, now + second);
  stage_ = Stage::none;
  agenda_.cancel(Due::rescue_device);
  agenda_.cancel(Due::mains);
  machine_.mains(true, now);
  controller_.power_back(now);
  chronicle_.end(outage_, now);
}

void Supply::rescue_step(Time now) {
  agenda_.cancel(Due::rescue_device);
  switch (stage_) {
    case Stage::waiting:
      return fetch(now);
    case Stage::releasing:
      if (!works_ || !machine_.brake.all_released() || !machine_.car.standing()) return over(false, now);
      machine_.car.travel(machine_.shaft.height(machine_.car.landing(now)), fetches_at_mm_s, fetches_mm_s2,
                          now);
      stage_ = Stage::fetching;
      return agenda_.set(Due::rescue_device, machine_.car.stands_at() + brake_after);
    case Stage::fetching:
      machine_.brake.energise(false, now);
      stage_ = Stage::arrived;
      return agenda_.set(Due::rescue_device, now + opens_after);
    case Stage::arrived:
      machine_.door.open(now);
      machine_.chain_changed(now);
      stage_ = Stage::opening;
      return agenda_.set(Due::rescue_device, now + opened_by);
    case Stage::opening:
      return over(true, now);
    case Stage::none:
      return;
  }
}

/// It has nothing to do where the door is open, and cannot drive with the safety chain open.
void Supply::fetch(Time now) {
  if (machine_.car.in_zone() && !machine_.door.closed()) return over(false, now);
  rescue_ = chronicle_.begin("automatic_rescue", now);
  if (!machine_.car.standing() || !machine_.chain_closed()) return over(false, now);
  if (machine_.car.in_zone() && works_) {
    stage_ = Stage::arrived;
    return agenda_.set(Due::rescue_device, now + opens_after);
  }
  machine_.brake.energise(true, now);
  stage_ = Stage::releasing;
  agenda_.set(Due::rescue_device, now + released_by);
}

void Supply::over(bool fetched, Time now) {
  stage_ = Stage::none;
  machine_.brake.energise(false, now);
  chronicle_.note(rescue_, "fetched", fetched);
  chronicle_.end(rescue_, now);
}

}  // namespace liftbox::worn
