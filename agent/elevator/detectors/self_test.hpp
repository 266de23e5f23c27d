#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// What the box knows of itself, told from time to time. A part that is not configured is absent.
struct BoxTold {
  SelfTestEvidence::Result store = SelfTestEvidence::Result::absent;
  SelfTestEvidence::Result broker = SelfTestEvidence::Result::absent;
  SelfTestEvidence::Result receipts = SelfTestEvidence::Result::absent;
  SelfTestEvidence::Result watchdog = SelfTestEvidence::Result::absent;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("store", store);
    visit("broker", broker);
    visit("receipts", receipts);
    visit("watchdog", watchdog);
  }
};

/// Tests the box every 72 h (EN 81-28 5.1.2): whether its sources are heard, and what is told of store,
/// broker, battery and watchdog. Its record on its way to the platform is the test call. Without a box (a
/// trace) there is nothing to test.
class SelfTest {
 public:
  static constexpr std::string_view name = "self_test";
  static constexpr SignalSet reads{};  ///< when it is due, what is known by then
  static constexpr WordSet words{};
  struct Memory {
    std::optional<Moment> first_due;  ///< until there was one
    std::optional<Moment> last;
    bool while_on_only = false;  ///< the machine was off for nobody knows how long since the last
    bool passed = true;
    std::vector<std::string> bad;  ///< what was not as it should be
    std::optional<BoxTold> told;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("first_due", first_due);
      visit("last", last);
      visit("while_on_only", while_on_only);
      visit("passed", passed);
      visit("bad", bad);
      visit("told", told);
    }
  };

  SelfTest(const Rules& rules, const LiftFacts& facts) : rules_{rules.box}, facts_{facts.box} {}
  void box(const BoxTold& told) { memory.told = told; }
  void rebooted(bool clock_was_set);
  /// Not tested before the box knows of itself again.
  void begin_again() { memory.told.reset(); }
  /// Somebody wants one now.
  void ask(std::string by) { asked_by_ = std::move(by); }
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Moment due(Moment now);
  SelfTestEvidence look_at(const CarState& car, Moment now) const;
  SelfTestEvidence::Result battery(const CarState& car) const;

  Rules::Box rules_;
  LiftFacts::Box facts_;
  std::optional<std::string> asked_by_;
};

}  // namespace liftbox
