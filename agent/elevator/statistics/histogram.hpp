#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// How long something took, over many times, in bounded room: single milliseconds below 32 ms, then 16
/// classes to each doubling (none wider than a sixteenth of its time), up to 24 h. Two add up exactly.
class Histogram {
 public:
  void count(Duration took);
  void add(const Histogram& other);

  std::int64_t times() const;
  /// Counted from the shortest: 50 is the median. The middle of its class; nothing without a time.
  std::optional<Duration> percentile(int percent) const;

  /// Shortest time of a class in ms -> how often; only classes that occur.
  std::map<int, std::int64_t> classes;
  bool operator==(const Histogram&) const = default;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("classes", classes);
  }
};

}  // namespace liftbox
