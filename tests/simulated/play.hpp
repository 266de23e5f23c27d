#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "drivers/simulated/story/player.hpp"

namespace liftbox::simulated::test {

struct Edge {
  Line line;
  bool level;
  Time at;
  bool operator==(const Edge&) const = default;
};

inline std::string text(const Happening::Detail& detail) {
  std::ostringstream out;
  out << std::boolalpha;
  std::visit([&](const auto& value) { out << value; }, detail);
  return out.str();
}

inline Story story_of(const std::string& text, const Shaft& shaft = {}) {
  std::istringstream in{text};
  return read_story(in, "test.story", shaft);
}

/// A story played in no time, with everything that happened and every edge.
struct Play {
  explicit Play(const std::string& text, std::uint64_t seed = 1) : Play{story_of(text), seed} {}
  explicit Play(Story story, std::uint64_t seed = 1)
      : lift{{},
             seed,
             [this](Line line, bool level, Time at) {
               edges.push_back({line, level, at});
             }},
        witness{lift, [this](const Happening& happening) { happenings.push_back(happening); }},
        stage{lift, [this](const Happening& happening) { happenings.push_back(happening); },
              std::mt19937_64{seed}},
        player{std::move(story), stage} {}

  Play& until(Time time) {
    return step_while([&] { return lift.now() < time; });
  }
  /// As long as that holds, at most 5 min more.
  template <class Condition>
  Play& step_while(Condition&& holds) {
    const Time latest = lift.now() + 5min;
    while (holds() && lift.now() < latest && !stage.ended) {
      lift.step();
      witness.look();
      player.play();
    }
    return *this;
  }

  /// What happened, in order; only these where `only` is not empty.
  std::vector<std::string> told(const std::vector<std::string>& only = {}) const {
    std::vector<std::string> told;
    for (const Happening& happening : happenings)
      if (only.empty() || std::find(only.begin(), only.end(), happening.what) != only.end())
        told.push_back(happening.what);
    return told;
  }
  const Happening* first(const std::string& what) const {
    const auto found = std::find_if(happenings.begin(), happenings.end(),
                                    [&](const Happening& happening) { return happening.what == what; });
    return found == happenings.end() ? nullptr : &*found;
  }
  std::string detail(const std::string& what, const std::string& name) const {
    const Happening* const happening = first(what);
    if (happening == nullptr) return "never " + what;
    for (const auto& [key, value] : happening->details)
      if (key == name) return text(value);
    return "no " + name;
  }
  std::size_t count(const std::string& what) const { return told({what}).size(); }
  Time when(const std::string& what) const { return first(what) == nullptr ? Time{-1} : first(what)->at; }

  std::vector<Edge> edges;
  std::vector<Happening> happenings;
  Lift lift;
  Witness witness;
  Stage stage;
  Player player;
};

}  // namespace liftbox::simulated::test
