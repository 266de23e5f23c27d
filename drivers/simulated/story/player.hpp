#pragma once

#include <cstddef>

#include "drivers/simulated/story/story.hpp"

namespace liftbox::simulated {

/// Does to the lift what its story says, when it says so.
class Player {
 public:
  Player(Story story, Stage& stage);

  /// Everything that is due now; after every step of the lift. Throws StoryError for what is impossible.
  void play();

 private:
  Story story_;
  Stage& stage_;
  std::size_t next_ = 0;
  Time began_{};  ///< of this round
};

}  // namespace liftbox::simulated
