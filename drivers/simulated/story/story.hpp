#pragma once

#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "drivers/simulated/story/stage.hpp"

namespace liftbox::simulated {

/// Everything that is wrong with a story, one line each: FILE:LINE: what, and what to write instead.
struct StoryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What is to happen to the lift, in the order of time (README.md describes the language).
struct Story {
  struct Step {
    int line;
    Time at;
    Deed deed;
  };
  std::string name;
  std::vector<Step> steps;
  std::optional<Time> repeats_after;  ///< from the beginning, once it is over and the lift stands idle
};

Story read_story(std::istream& in, const std::string& name, const Shaft& shaft);

}  // namespace liftbox::simulated
