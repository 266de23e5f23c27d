#pragma once

#include <string>
#include <vector>

#include "agent/elevator/detector.hpp"
#include "agent/elevator/maintenance/visit_watch.hpp"

namespace liftbox {

/// A maintenance visit (TSG T5002): it begins when a technician signs in for it, or by 5 min of inspection
/// mode, and its end says what was seen at the lift.
class Maintenance {
 public:
  static constexpr std::string_view name = "maintenance";
  static inline const SignalSet reads =
      brake_signals | signal_set({Signal::door_locked, Signal::safety_chain, Signal::alarm_button,
                                  Signal::limit_top, Signal::limit_bottom, Signal::mains_power});
  static constexpr WordSet words =
      word_set({Word::moving, Word::shut, Word::in_zone, Word::inspection, Word::mode});
  struct Visit {
    Moment began{};
    Moment signed_in{};  ///< means nothing where nobody did
    std::string by;      ///< work number; empty: inspection mode alone tells of it
    std::string kind;    ///< half_monthly, quarterly, half_yearly, yearly; empty with `by`
    bool told = false;
    VisitWatch::Memory seen;

    template <class Visitor>
    void fields(Visitor&& visit) {
      visit("began", began);
      visit("signed_in", signed_in);
      visit("by", by);
      visit("kind", kind);
      visit("told", told);
      visit("seen", seen);
    }
  };
  struct Memory {
    std::optional<Visit> visit;  ///< under way, or inspection mode that may become one
    std::optional<Moment> inspection_ended;
    /// The last that counts: it was seen at the lift, or nothing is wired that could have seen it.
    std::optional<Moment> last;
    std::string last_kind;
    VisitEvidence::Use use_at_last;  ///< of the lift, in all its life until then
    VisitWatch watch;

    template <class Visitor>
    void fields(Visitor&& visitor) {
      visitor("visit", visit);
      visitor("inspection_ended", inspection_ended);
      visitor("last", last);
      visitor("last_kind", last_kind);
      visitor("use_at_last", use_at_last);
      visitor("watch", watch);
    }
  };
  /// What a technician says, signed in.
  struct Said {
    std::string by;
    std::string kind;                ///< of a visit that begins
    std::vector<std::string> items;  ///< done in one that ends
  };

  Maintenance(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.maintenance} {}
  void begin_again() { memory.watch.begin_again(); }
  Verdict observe(const CarState& car, Moment now);

  // False where there is nothing to say it of.
  bool begin(const CarState& car, const Said& said, Moment now, Verdict& verdict);
  bool end(const CarState& car, const Said& said, Moment now, Verdict& verdict);

  /// A visit that was told of; nothing otherwise.
  const Visit* visit() const { return memory.visit && memory.visit->told ? &*memory.visit : nullptr; }
  /// As its end would tell of it now.
  VisitEvidence evidence(const CarState& car, Moment now) const;
  void used(const VisitEvidence::Use& use) { memory.use_at_last = use; }

  Memory memory;

 private:
  using End = VisitEvidence::End;

  void start(Moment now, Verdict& verdict);
  void finish(const CarState& car, End why, Moment ended, std::vector<std::string> items, Moment now,
              Verdict& verdict);
  std::optional<Moment> leaves_at() const;
  bool evidenced(const CarState& car, Moment now) const;

  Rules::Maintenance rules_;
};

}  // namespace liftbox
