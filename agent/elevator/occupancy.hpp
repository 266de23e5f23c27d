#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/rules.hpp"

namespace liftbox {

enum class Occupancy : std::uint8_t { unknown, empty, occupied };
std::string_view name(Occupancy occupancy);

/// How long somebody was seen, in total, within the last while. A PIR flaps; its moments add up.
class PresenceMeter {
 public:
  struct Span {
    Moment from{}, to{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("from", from);
      visit("to", to);
    }
  };

  void observe(const Fact& presence, Duration window, Moment now);
  Duration total(Moment from, Moment now) const;  ///< since `from`, at most the window
  /// What was seen before a restart counts, as long as it was looked at: nobody knows who was there
  /// meanwhile.
  template <class Visit>
  void fields(Visit&& visit) {
    visit("spans", spans_);
    visit("seen", seen_);
  }

 private:
  bool lasts() const { return seen_ && !spans_.empty(); }

  std::vector<Span> spans_;  ///< oldest first
  bool seen_ = false;        ///< the last one lasts
};

/// Whether somebody is in the car, as a conserved state: people do not appear in or vanish from a shut car,
/// and a PIR drops out while somebody stands still.
class OccupancyLatch {
 public:
  struct Memory {
    Occupancy occupancy = Occupancy::unknown;
    Moment since{};
    /// A search for emptiness goes on since this opening.
    std::optional<Moment> search;
    std::optional<Moment> last_call;  ///< made since the opening, while it lasted
    bool calling = false;             ///< such a call lasts
    bool was_open = false;
    bool was_open_in_zone = false;
    bool called_and_left = false;  ///< it may be: somebody called, and nobody is weighed or seen
    PresenceMeter seen;
    std::optional<Moment> glimpse, last_glimpse;  ///< somebody was seen in a shut car that is empty
    int glimpses = 0;
    bool weighed_nobody = false;  ///< once since the door shut

    template <class Visit>
    void fields(Visit&& visit) {
      visit("occupancy", occupancy);
      visit("since", since);
      visit("search", search);
      visit("last_call", last_call);
      visit("calling", calling);
      visit("was_open", was_open);
      visit("was_open_in_zone", was_open_in_zone);
      visit("called_and_left", called_and_left);
      visit("seen", seen);
      visit("glimpse", glimpse);
      visit("last_glimpse", last_glimpse);
      visit("glimpses", glimpses);
      visit("weighed_nobody", weighed_nobody);
    }
  };

  /// What the latch looks at. A signal that is not bound is not `sensed` and says nothing.
  struct Inputs {
    bool presence_sensed = false;
    bool load_sensed = false;
    bool call_sensed = false;
    Fact presence;
    Fact load;                  ///< at least the load of a person
    bool sure_of_load = false;  ///< and of no bag
    Fact call;                  ///< car call or alarm button
    Fact shut;
    bool reads_open = false;  ///< the switch of an open door, whatever its fellow says
    Fact open;
    Fact in_zone;
  };

  explicit OccupancyLatch(const Rules::Occupancy& rules) : rules_{rules} {}

  void observe(const Inputs& in, Moment now);
  void change(const Rules::Occupancy& rules) { rules_ = rules; }
  Moment next_change() const { return next_change_; }
  /// After a release outside the zone nobody can tell.
  void forget(Moment now) { become(Occupancy::unknown, now); }

  Memory memory;

 private:
  void become(Occupancy occupancy, Moment at);
  void openings(const Inputs& in);
  Inputs without_what_nobody_brought(Inputs in, Moment now);
  void load_and_calls(const Inputs& in, Moment now);
  void presence(const Inputs& in, Moment now);
  void glimpsed(const Inputs& in, Moment now);
  void search(const Inputs& in, Moment now);
  bool called_late(const Inputs& in) const;
  void look_at(Moment at, Moment now);

  Rules::Occupancy rules_;
  Moment next_change_ = never;
};

}  // namespace liftbox
