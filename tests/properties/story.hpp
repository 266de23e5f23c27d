#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "agent/elevator/lift.hpp"

namespace liftbox::test {

/// Something that happens at a lift, or to the wires that tell of it. Any numbers mean something: a story of
/// fewer acts, or of smaller numbers, is a story too.
struct Act {
  enum class Kind : std::uint8_t {
    ride,    ///< to a landing, perhaps with a mishap on the way
    doors,   ///< open, reopen, are blocked, shut
    people,  ///< come, stand still, press for a landing, leave
    wait,
    jump,   ///< hours in which nothing is read
    press,  ///< the alarm button
    mains,
    mode,
    code,   ///< the controller shows a fault of its own
    stick,  ///< a sensor reads the same whatever happens
    lose,   ///< a signal, or all of a source, is not known any more
    heal,   ///< all sensors and sources are good again
    wild,   ///< signals say anything at all, all at one moment
    say,    ///< a person, the clock or the box has something to say
    restart,
  };
  Kind kind = Kind::wait;
  int what = 0;
  int much = 0;
};

/// How a lift is wired and what is known of it.
struct Setting {
  enum class Wires : std::uint8_t { trace, lines, bus_and_lines, scattered };
  Wires wires = Wires::trace;
  std::uint32_t unwired = 0;  ///< which signals nobody told us of
  bool quick = false;         ///< limits in cycles, runs and hours are short, so that a story reaches them
  bool facts = true;          ///< rated speed, landings and the like are known
};

/// What is read at one moment; or else what is told then; or else the agent starts again.
struct Step {
  Moment at;
  std::vector<Reading> readings{};
  std::function<Outcome(Lift&, Moment)> told{};
  bool restart = false;
  std::string remark{};  ///< of what is no reading
};

struct Story {
  Setting setting;
  std::vector<Act> acts;
  Rules rules;
  LiftFacts facts;
  std::vector<SourceBindings> sources;
  std::vector<Step> steps;
  Moment end;
};

Story told(const Setting& setting, const std::vector<Act>& acts);

/// With all readings as a trace, to be replayed by `liftctl replay`.
std::ostream& operator<<(std::ostream& out, const Story& story);

}  // namespace liftbox::test
