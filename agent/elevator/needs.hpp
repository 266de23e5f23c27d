#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "agent/elevator/event.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

using SignalSet = std::bitset<signal_count>;

/// What must be bound before detection can ever raise something: of each group at least one signal.
struct Need {
  EventType type;
  std::string what;  ///< "entrapment in the door zone"
  std::vector<std::vector<Signal>> groups;
};

/// Of every detector that waits for signals; one that watches the sources themselves has none. What a
/// detector can decide in two ways (a hold outside the zone and in it) has a need for each.
std::vector<Need> needs(const LiftFacts& facts);

/// The groups of which nothing is bound; empty: it can be raised.
std::vector<std::vector<Signal>> missing(const Need& need, const SignalSet& bound);

}  // namespace liftbox
