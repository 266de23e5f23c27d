#pragma once

#include <map>
#include <vector>

#include "agent/elevator/causes/lately.hpp"

namespace liftbox {

/// What may have shut people in, the likeliest first, three at most, each with what speaks for it: incidents
/// and signals from `rules.causes.before_s` before the stop until now. Adds up the weights of a table in
/// suggest.cpp; a person decides.
std::vector<SuggestedCause> suggest_causes(const Lately::Memory& lately, const EntrapmentEvidence& entrapment,
                                           const Rules::Causes& rules,
                                           const std::map<int, Cause>& controller_causes);

}  // namespace liftbox
