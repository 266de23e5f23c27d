#include "drivers/simulated/story/player.hpp"

#include <utility>

namespace liftbox::simulated {

Player::Player(Story story, Stage& stage) : story_{std::move(story)}, stage_{stage} {}

void Player::play() {
  const Time now = stage_.lift.now();
  for (; next_ < story_.steps.size() && now >= began_ + story_.steps[next_].at; ++next_) {
    const Story::Step& step = story_.steps[next_];
    try {
      step.deed(stage_);
    } catch (const Impossible& error) {
      throw StoryError{story_.name + ":" + std::to_string(step.line) +
                       ": impossible at this moment: " + error.what()};
    }
  }
  const bool over = next_ == story_.steps.size();
  if (!over || !story_.repeats_after || now < began_ + *story_.repeats_after || !stage_.lift.idle()) return;
  began_ = now;
  next_ = 0;
}

}  // namespace liftbox::simulated
