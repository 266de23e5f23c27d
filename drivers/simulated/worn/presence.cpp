#include "drivers/simulated/worn/presence.hpp"

namespace liftbox::worn {

Presence::Presence(Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : agenda_{agenda}, terminals_{terminals}, dice_{seed, 5}, hold_{dice_.between(2 * second, 5 * second)} {}

void Presence::moved(Time now) {
  terminals_.tell(Signal::presence, 1, now);
  agenda_.set(Due::presence, now + hold_);
}

void Presence::hold_ends(Time now) {
  agenda_.cancel(Due::presence);
  terminals_.tell(Signal::presence, 0, now);
}

}  // namespace liftbox::worn
