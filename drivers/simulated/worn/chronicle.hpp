#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "drivers/simulated/worn/time.hpp"

namespace liftbox::worn {

/// What really happens, written down while it lasts.
class Chronicle {
 public:
  using Facts = std::vector<std::pair<std::string, std::int64_t>>;
  using Entry = std::size_t;
  static constexpr Entry none = 0;

  void during(std::string_view incident) { cause_ = incident; }
  const std::string& cause() const { return cause_; }

  Entry begin(std::string_view kind, Time from, Facts facts = {});
  void note(Entry entry, std::string_view fact, std::int64_t value);
  /// In all of that kind that last.
  void note_all(std::string_view kind, std::string_view fact, std::int64_t value);
  /// Ends it, and forgets its number.
  void end(Entry& entry, Time now);
  void discard(Entry& entry);
  void happened(std::string_view kind, std::string cause, Time from, Time upto, Facts facts);
  void end_all(Time now);

  void collect(std::vector<Truth>& truths);

 private:
  struct Open {
    Entry entry;
    Truth truth;
  };
  std::vector<Open>::iterator find(Entry entry);

  std::string cause_;
  Entry last_ = none;
  std::vector<Open> open_;
  std::vector<Truth> done_;
};

}  // namespace liftbox::worn
