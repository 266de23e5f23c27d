#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/event.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

/// What must be bound before detection can ever raise something: of each group at least one signal.
struct Need {
  EventType type;
  std::string what;  ///< "entrapment in the door zone"
  std::vector<std::vector<Signal>> groups;
  /// Of an entrapment: which of the two ways.
  std::optional<EntrapmentEvidence::Place> place{};
  bool edges = false;  ///< a poll is too slow: every edge must be seen
};

/// Of every detector that waits for signals; one that watches the sources themselves has none, nor what a
/// box may do without: a cover switch, a battery of which nobody has said what it is. What a
/// detector can decide in two ways (a hold outside the zone and in it) has a need for each.
std::vector<Need> needs(const LiftFacts& facts);

/// The groups of which nothing is bound; empty: it can be raised.
std::vector<std::vector<Signal>> missing(const Need& need, const SignalSet& bound);

/// Whether the event is what the need is about. Every change of mode is of the one need for them.
bool is_of(const Need& need, const Event& event);

/// Of some group nothing else is bound than what is suspect.
bool rests_on(const Need& need, const SignalSet& suspects, const SignalSet& bound);

}  // namespace liftbox
