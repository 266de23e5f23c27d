#include "drivers/simulated/story/story.hpp"

#include <algorithm>
#include <istream>

#include "drivers/simulated/story/verbs.hpp"
#include "drivers/simulated/story/words.hpp"

namespace liftbox::simulated {
namespace {

constexpr const char* repeat = "repeat";

std::string known_verbs() {
  std::string names;
  for (const Verb& verb : all_verbs()) names += std::string{verb.name} + ", ";
  return names + repeat;
}

/// Seconds since the start, or with a + since the step before.
Time when(const std::string& text, Time before) {
  const bool later = text.starts_with('+');
  const auto time = parse_seconds(later ? text.substr(1) : text);
  if (!time)
    throw Misunderstood{"\"" + text +
                        "\" is no time; begin with the seconds since the start (12.5) or since " +
                        "the step before (+3)"};
  if (!later && *time < before) throw Misunderstood{"time goes back: the step before comes later"};
  return later ? before + *time : *time;
}

Deed deed(const std::string& name, Words& words, const Shaft& shaft) {
  const Verb* const verb = find_verb(name);
  if (verb == nullptr) throw Misunderstood{"\"" + name + "\" is unknown; there are " + known_verbs()};
  try {
    Deed deed = verb->understand(words, shaft);
    words.end();
    return deed;
  } catch (const Misunderstood& error) {
    throw Misunderstood{std::string{error.what()} + "; write: " + verb->name + " " + verb->takes};
  }
}

void read_step(Story& story, const std::string& text, int line, const Shaft& shaft) {
  Words words{text};
  if (story.repeats_after) throw Misunderstood{"nothing can come after repeat"};
  const Time at = when(words.word("the time"), story.steps.empty() ? Time{} : story.steps.back().at);
  const std::string name = words.word("what happens");
  if (name == repeat) {
    words.end();
    story.repeats_after = at;
    return;
  }
  story.steps.push_back({line, at, deed(name, words, shaft)});
}

}  // namespace

Story read_story(std::istream& in, const std::string& name, const Shaft& shaft) {
  Story story{.name = name, .steps = {}, .repeats_after = {}};
  std::string mistakes;
  int line = 0;
  for (std::string text; std::getline(in, text);) {
    ++line;
    text.resize(std::min(text.size(), text.find('#')));
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      read_step(story, text, line, shaft);
    } catch (const Misunderstood& error) {
      mistakes += (mistakes.empty() ? "" : "\n") + name + ":" + std::to_string(line) + ": " + error.what();
    }
  }
  if (!mistakes.empty()) throw StoryError{mistakes};
  return story;
}

}  // namespace liftbox::simulated
