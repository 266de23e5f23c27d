#pragma once

#include <span>
#include <string>

#include "drivers/simulated/story/stage.hpp"
#include "drivers/simulated/story/words.hpp"

namespace liftbox::simulated {

/// One thing a story can say: how it is written, and how its words become a deed.
struct Verb {
  const char* name;
  const char* takes;  ///< what is written behind it
  Deed (*understand)(Words& words, const Shaft& shaft);
};

std::span<const Verb> all_verbs();
const Verb* find_verb(const std::string& name);

}  // namespace liftbox::simulated
