#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// A lift that was in use all week has not run for a day: it is out of order, and nobody has said so.
class ProlongedOutage {
 public:
  static constexpr std::string_view name = "prolonged_outage";
  static constexpr SignalSet reads = signal_set({});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::runs});
  struct Memory {
    Fault fault{EventType::prolonged_outage};
    int completed_runs = 0;  ///< as the car counts them; another number is another run
    std::optional<Moment> last_run;
    Moment hour{};                      ///< the newest hour began then
    std::vector<int> runs;              ///< by hour, the newest first
    std::optional<Moment> known_since;  ///< whether the car moves: a run may hide in a silence

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("completed_runs", completed_runs);
      visit("last_run", last_run);
      visit("hour", hour);
      visit("runs", runs);
      visit("known_since", known_since);
    }
  };

  ProlongedOutage(const Rules& rules, const LiftFacts& facts);
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void count_run(Moment ended);
  int runs_counted() const;

  Rules::Faults rules_;
  std::size_t hours_;
};

}  // namespace liftbox
