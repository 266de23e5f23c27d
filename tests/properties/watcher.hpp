#pragma once

#include <string>
#include <vector>

#include "agent/records/journal.hpp"
#include "tests/properties/story.hpp"

namespace liftbox::test {

/// What was told; times from the beginning of the story.
struct Told {
  std::vector<std::string> said;       ///< all of an occurrence: evidence and snapshot, too
  std::vector<std::string> held_back;  ///< "why not"
  std::vector<std::string> statistics;
};
/// Where the second first says something else than the first; empty where it never does.
std::string difference(const Told& first, const Told& second);
std::string difference(const std::vector<std::string>& first, const std::vector<std::string>& second);

/// A lift to which a story happens, and what it says.
class Watcher {
 public:
  explicit Watcher(const Story& story, Duration shift = {});

  void step(const Step& step);
  void look(Moment at);
  /// Each look that it wants before then, one by one.
  void until(Moment at);
  /// Everybody is asked at the next look.
  void ask_everyone();
  /// Another lift takes over, with the memory of this one.
  void hand_over();

  const std::vector<Event>& events() const { return events_; }
  const Told& told() const { return told_; }
  const std::string& records() const { return records_; }  ///< their bytes
  std::string memory();
  int looks() const { return looks_; }
  int repeats() const { return repeats_; }
  Moment now() const { return now_ - shift_; }
  Moment wanted() const { return lift_.look_again_at() - shift_; }

 private:
  void restart();
  void take(const Outcome& outcome);

  const Story& story_;
  Duration shift_;
  Lift lift_;
  Journal journal_;
  Moment now_;
  int looks_ = 0;
  int repeats_ = 0;
  std::vector<Event> events_;
  Told told_;
  std::string records_;
};

/// The whole story, as replay does it.
Watcher watch(const Story& story, Duration shift = {});
/// The same, but before each step each look that is wanted; `before_each` look something may be done.
Watcher watch_closely(const Story& story, const std::function<void(Watcher&)>& before_each = {});

}  // namespace liftbox::test
