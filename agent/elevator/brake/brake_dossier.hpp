#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/elevator/brake/brake_times.hpp"
#include "agent/elevator/brake/brake_work.hpp"
#include "agent/elevator/detector.hpp"
#include "agent/elevator/one_cause.hpp"

namespace liftbox {

/// What was done with the brake and what became of it: its times before and after, the days since, and
/// whether it is as the drum-brake notice of 2021 wants it. Answers for a person, and says of itself when
/// enough was seen since a repair. Days are counted from the repair, so that no wall clock is needed.
class BrakeDossier {
 public:
  static constexpr std::size_t kept_cycles = 100;
  static constexpr std::size_t watched_days = 30;

  /// One arm, releasing or setting. Plain, and small: written to flash with all other memory.
  struct Series {
    std::vector<int> last;  ///< ms; the last `kept_cycles` since the repair
    int cycles = 0;         ///< since the repair, or since the box knows the brake
    int cycles_today = 0;
    std::vector<int> medians;  ///< by day since the repair
    std::vector<int> slowest;

    /// There is a time, and what is told of the days is told of each.
    bool sound() const {
      return !last.empty() && last.size() <= kept_cycles && cycles_today >= 0 && cycles >= 0 &&
             medians.size() == slowest.size() && medians.size() <= watched_days;
    }

    template <class Visit>
    void fields(Visit&& visit) {
      visit("last", last);
      visit("cycles", cycles);
      visit("today", cycles_today);
      visit("medians", medians);
      visit("slowest", slowest);
    }
  };
  struct Memory {
    std::map<std::string, Series> series;   ///< by "set_1", "release_2"
    BrakeTable before;                      ///< as it was when the electromagnet was opened
    std::map<std::string, BrakeWork> work;  ///< the last of each kind, by its name
    std::optional<PushRod> push_rod;        ///< the last that somebody saw; none: as at installation
    std::optional<Moment> watched_since;    ///< the last repair or adjustment
    bool enough_cycles = false;             ///< said so
    bool enough_days = false;
    std::map<std::string, int> incidents;  ///< raised since then, by type

    template <class Visit>
    void fields(Visit&& visit) {
      visit("series", series);
      visit("before", before);
      visit("work", work);
      visit("push_rod", push_rod);
      visit("watched_since", watched_since);
      visit("enough_cycles", enough_cycles);
      visit("enough_days", enough_days);
      visit("incidents", incidents);
    }
  };

  BrakeDossier(const Rules& rules, const LiftFacts& facts) : rules_{rules.brake}, facts_{facts.brake} {}
  void change(const Rules& rules, const LiftFacts& facts);

  void hear(const Event& event);
  Verdict observe(std::span<const BrakeTime> measured, const CarState& car, const OneCause& told, Moment now);
  /// A technician's word becomes an event of its own.
  Event record(const BrakeWork& work, Moment now);

  const BrakeFacts& facts() const { return facts_; }
  PushRod push_rod() const { return memory.push_rod.value_or(facts_.push_rod); }
  BrakeTable now() const;
  std::map<std::string, BrakeDays> days() const;
  int cycles_wanted() const { return rules_.verify_cycles; }
  int cycles() const;  ///< the least of all arms, since the repair
  /// `arms`: that are timed; `open`: incidents.
  BrakeVerdict judge(int arms, const std::vector<EventType>& open) const;

  Memory memory;

 private:
  void count(const BrakeTime& measured);
  void begin_watch(Moment now);
  std::size_t day_of(Moment at) const;
  bool enough_cycles(int arms) const;
  bool slower_than_before() const;
  Event verified(BrakeVerdict&& verdict, bool after_days, Moment now) const;

  Rules::Brake rules_;
  BrakeFacts facts_;
};

}  // namespace liftbox
