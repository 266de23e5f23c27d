#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/event.hpp"
#include "agent/elevator/held_back.hpp"

namespace liftbox {

/// One cause, one incident: a fault that another one explains is not told beside it, and what two detectors
/// see is told once. Stands between the detectors and whoever listens.
class OneCause {
 public:
  /// A fault that detectors see, told or not.
  struct Seen {
    Event first{};  ///< what raises it
    int by = 0;     ///< detectors
    bool told = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("type", first.type);
      visit("subject", first.subject);
      visit("since", first.since);
      visit("confidence", first.confidence);
      visit("by", by);
      visit("told", told);
      keep<RestartEvidence>("restart", visit);
      keep<BrakeEvidence>("brake", visit);
    }

   private:
    /// Evidence of what may be told later.
    template <class Kind, class Visit>
    void keep(const char* field, Visit& visit) {
      std::optional<Kind> kept;
      if (const Kind* const evidence = std::get_if<Kind>(&first.evidence)) kept = *evidence;
      visit(field, kept);
      if (kept) first.evidence = *kept;
    }
  };
  struct Memory {
    std::vector<Seen> seen;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("seen", seen);
    }
  };

  /// Takes everything that was said at one moment, in any order. What outlasts its cause is told when it may
  /// be: while it shows, not only until it is cleared, and not while a technician is at work.
  std::vector<Event> sift(std::vector<Event> said, const std::function<bool(EventType)>& tells_what_lasts,
                          Moment now);
  /// Something waits for its cause to be over, or for the technician to leave.
  bool holds_back() const;
  /// What was swallowed since this was last asked.
  std::vector<HeldBack> held_back();
  /// What was told and is not over.
  std::vector<EventType> open() const;

  Memory memory;

 private:
  Seen* find(const Event& event);
  void count(const Event& event);
  bool is_news(Event& event, Moment now);
  const Seen* swallower_of(EventType type) const;
  void change_what_is_told(std::vector<Event>& told, const std::function<bool(EventType)>& tells_what_lasts,
                           Moment now);

  std::vector<HeldBack> held_back_;
};

}  // namespace liftbox
