#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::eval {

/// When something was so, by what really happened.
class Spans {
 public:
  void add(Moment from, Moment upto) { spans_.push_back({from, upto}); }
  bool touch(Moment from, Moment upto) const;

 private:
  struct Span {
    Moment from;
    Moment upto;
  };
  std::vector<Span> spans_;
};

/// What a box could not see, and when: its bus was silent, a register or a switch told something old.
class Sight {
 public:
  Sight(const worn::Wiring& wiring, const std::vector<worn::Truth>& truths);
  Sight(const worn::Wiring& wiring, std::vector<worn::Truth>&& truths) = delete;  // they are looked at later

  /// Whether all of these were told as they were, without a gap.
  bool clear(Moment from, Moment upto, std::initializer_list<worn::Signal> signals) const;
  /// Whether anything at all was not.
  bool lies(Moment from, Moment upto) const;
  /// What was not, as "switch_stuck door_zone=0", most recent first; empty if all was well.
  std::string lies_at(Moment at) const;

 private:
  worn::Wiring wiring_;
  Spans bus_;
  std::array<Spans, worn::signal_count> signals_;
  Spans any_;
  std::vector<const worn::Truth*> lies_;
};

}  // namespace liftbox::eval
