#include "drivers/simulated/worn/presence.hpp"

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {

namespace pir = noise::pir;

Presence::Presence(const Setup& setup, Agenda& agenda, Terminals& terminals, Chronicle& chronicle,
                   std::uint64_t seed)
    : noisy_{setup.noise},
      agenda_{agenda},
      terminals_{terminals},
      chronicle_{chronicle},
      dice_{seed, 5},
      hold_{dice_.between(pir::shortest_hold, pir::longest_hold)} {}

void Presence::begin(Time now) {
  if (noisy_) agenda_.set(Due::ghost, now + dice_.waiting(static_cast<double>(day) / pir::ghosts_a_day));
}

void Presence::passage(Time now) {
  if (!noisy_ || !dice_.chance(pir::misses_passage)) see(now);
}

void Presence::movement(Time now) {
  if (!noisy_ || !dice_.chance(pir::misses)) see(now);
}

void Presence::door_opens(Time now) {
  if (noisy_ && dice_.chance(pir::somebody_at_the_door * pir::sees_landing)) see(now);
}

void Presence::ghost(Time now) {
  see(now);
  begin(now);
}

void Presence::see(Time now) {
  if (dead_) return;
  terminals_.tell(Signal::presence, 1, now);
  on_again_ = never;
  Time off = now + hold_;
  if (noisy_ && dice_.chance(pir::flaps)) {
    off = now + dice_.between(pir::longest_flap, hold_);
    on_again_ = off + dice_.between(pir::shortest_flap, pir::longest_flap);
  }
  agenda_.set(Due::presence, off);
}

void Presence::hold_ends(Time now) {
  agenda_.cancel(Due::presence);
  if (now == on_again_) return see(now);
  terminals_.tell(Signal::presence, 0, now);
  if (on_again_ != never) agenda_.set(Due::presence, on_again_);
}

void Presence::dies(bool dead, Time now) {
  if (dead == dead_) return;
  dead_ = dead;
  if (dead)
    death_ = chronicle_.begin("presence_dead", now);
  else
    chronicle_.end(death_, now);
  on_again_ = never;
  agenda_.cancel(Due::presence);
  terminals_.tell(Signal::presence, 0, now);
}

}  // namespace liftbox::worn
