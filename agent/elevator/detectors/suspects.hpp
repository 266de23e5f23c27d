#pragma once

#include <string>
#include <vector>

#include "agent/elevator/detector.hpp"
#include "agent/elevator/needs.hpp"

namespace liftbox {

/// Sensors that are not to be believed, each until it has been good for a while. Plain enough to be memory.
struct Suspects {
  struct Suspect {
    std::string sensor;  ///< name of its signal
    Moment last_seen{};
    bool unread = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("sensor", sensor);
      visit("last_seen", last_seen);
      visit("unread", unread);
    }
  };
  std::vector<Suspect> all;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("all", all);
  }

  /// It misbehaves now, and has since `since`.
  void saw(EventType type, Signal signal, const SensorEvidence& evidence, Moment since, Moment now,
           Verdict& verdict);
  /// What was seen of it went on until then.
  void lasted_until(Signal signal, Moment until);
  using Works = bool (*)(const CarState& car, Signal signal, Moment since);
  /// Clears those that were good for this long, and seen to work meanwhile where `works` tells; one that is
  /// not read is not good.
  void clear_after(Duration good, EventType type, const CarState& car, Moment now, Verdict& verdict,
                   Works works = nullptr);
  SignalSet signals() const;

 private:
  Suspect* find(Signal signal);
};

}  // namespace liftbox
