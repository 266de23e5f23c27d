#pragma once

#include <algorithm>

#include "agent/elevator/kleene.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

/// What is known of one statement about the lift, since when it has been so, and when it was last read.
/// `since` is the moment of the edge that made it so, not the moment we learned of it.
struct Fact {
  Kleene is = Kleene::unknown;
  Moment since{};
  Moment read_at{};

  bool yes() const { return is == Kleene::yes; }
  bool no() const { return is == Kleene::no; }
  bool unknown() const { return is == Kleene::unknown; }
  bool yes_for(Duration limit, Moment now) const { return yes() && now - since >= limit; }
  bool no_for(Duration limit, Moment now) const { return no() && now - since >= limit; }

  template <class Visit>
  void fields(Visit&& visit) {
    visit("is", is);
    visit("since", since);
    visit("read_at", read_at);
  }
};

// Inlined by force: called some dozens of times at each look, they were a tenth of it.
[[gnu::always_inline]] constexpr Fact operator!(Fact a) {
  return {!a.is, a.since, a.read_at};
}

/// True since its youngest part, false since its oldest false part; resting on the oldest reading of what
/// decides.
[[gnu::always_inline]] constexpr Fact operator&&(const Fact& a, const Fact& b) {
  if (a.is != b.is) return a.is < b.is ? a : b;
  if (a.is == Kleene::no) return {a.is, std::min(a.since, b.since), std::max(a.read_at, b.read_at)};
  return {a.is, std::max(a.since, b.since), std::min(a.read_at, b.read_at)};
}
[[gnu::always_inline]] constexpr Fact operator||(const Fact& a, const Fact& b) {
  return !(!a && !b);
}

}  // namespace liftbox
