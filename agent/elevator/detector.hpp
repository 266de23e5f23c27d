#pragma once

#include <algorithm>
#include <vector>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/event.hpp"
#include "agent/elevator/held_back.hpp"

namespace liftbox {

/// What a detector has to say at a moment. It cannot wait: it says when it wants to be asked again.
///
/// A detector is a value with `observe(const CarState&, Moment) -> Verdict`, a plain struct `memory` that
/// names its fields, and a `name` under which that memory is kept. It reads the car's state only; no I/O, no
/// clock, no log. It is asked when it wished to be, when one of the car's `words` that it names changed,
/// and when something was heard of the signals that it names as `reads`; being asked more often changes
/// nothing.
struct Verdict {
  std::vector<Event> events;
  std::vector<HeldBack> held_back;
  Moment look_again_at = never;
  bool repeat = false;          ///< the open alarm is to be sent again: nobody has taken note of it
  bool occupancy_lost = false;  ///< people left where the latch cannot see it

  bool says_nothing() const { return events.empty() && held_back.empty() && !repeat && !occupancy_lost; }

  void look(Moment at) { look_again_at = std::min(look_again_at, at); }

  /// A poll comes by itself; a value in a trace counts as read again only by the time that passes.
  void await_reading(const Fact& fact, Duration reread, Moment now) {
    if (fact.read_at + reread >= now) look(fact.read_at + reread + Duration{1});
  }

  /// Whether the fact has been true for the limit; if it is on its way there, asks to be asked then.
  bool lasted(const Fact& fact, Duration limit, Moment now) {
    if (fact.yes() && now - fact.since < limit) look(fact.since + limit);
    return fact.yes_for(limit, now);
  }
};

/// What becomes of a condition's time when its inputs fall silent.
enum class Silence : std::uint8_t {
  keeps_counting,  ///< a standing car stands on; what is raised then is only possible
  starts_over,     ///< what is timed while moving must be known throughout
};

/// Since when a condition has been true.
struct Lasting {
  std::optional<Moment> since;
  bool certain = true;  ///< known now, not only when its inputs fell silent

  void observe(const Fact& condition, Silence silence) {
    if (condition.yes() && !since) since = condition.since;
    if (condition.no() || (condition.unknown() && silence == Silence::starts_over)) since.reset();
    certain = condition.yes();
  }

  template <class Visit>
  void fields(Visit&& visit) {
    visit("since", since);
    visit("certain", certain);
  }
};

/// What would be wrong, apart from what may hold it back: `all_of(standing, outside)`.
struct Condition {
  Fact fact;
  bool partly = false;  ///< something that is known speaks for it
};

/// Something decided, not measured.
inline Condition true_since(Moment since) {
  return {{Kleene::yes, since, since}, true};
}

template <class... Facts>
Condition all_of(const Facts&... parts) {
  return {(parts && ...), (parts.yes() || ...)};
}

/// Says once for each occurrence that something was held back, when it would have been raised.
struct WhyNot {
  std::optional<Moment> since;  ///< as far as is known
  std::optional<Moment> said;

  /// `reason`: what holds it back now, if anything does; `by` where its name is not that of the mode or
  /// input.
  void observe(EventType type, const Condition& wrong, std::optional<HeldBack::Reason> reason, Duration limit,
               Moment now, Verdict& verdict, std::string_view by = {});

  template <class Visit>
  void fields(Visit&& visit) {
    visit("since", since);
    visit("said", said);
  }
};

/// The life of one fault: raised once its condition has lasted, cleared once it is over. Plain enough to be
/// memory.
struct Fault {
  EventType type;
  Lasting condition;
  bool open = false;
  bool possible = false;
  WhyNot why_not;

  explicit Fault(EventType fault_type) : type{fault_type} {}

  /// Raises when the condition has lasted; says so once more when a possible one is known again and still
  /// true. What is said at this moment, most of the time nothing, waits for its evidence.
  Event* raise_when(const Fact& wrong, Duration limit, Silence silence, Moment now, Verdict& verdict);
  /// The same but in a service mode, like inspection, in which it is not judged; `by`: what keeps it from
  /// being judged, where that is no mode.
  Event* raise_when(const Condition& wrong, const Fact& not_judged, Duration limit, Silence silence,
                    Moment now, Verdict& verdict, std::string_view by = {});
  void raise(Moment since, Confidence confidence, const Evidence& evidence, Moment now, Verdict& verdict);
  void clear(Moment since, Moment now, Verdict& verdict);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("condition", condition);
    visit("open", open);
    visit("possible", possible);
    visit("why_not", why_not);
  }

 private:
  Event event(Phase phase, Moment since, Moment now) const;
};

}  // namespace liftbox
