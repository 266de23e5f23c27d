#pragma once

#include <cstdint>
#include <optional>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// Takes the bounce out of one contact: a change counts once it has lasted, and is stamped with its first
/// edge. A flicker that falls back within the time never happened, but its edges are counted.
class Debouncer {
 public:
  struct Change {
    bool level;
    Moment at;
    bool operator==(const Change&) const = default;
  };

  explicit Debouncer(Duration lasting = Duration{20}) : lasting_(lasting) {}

  void start(bool level);  ///< the contact's level now, as if it had always been so
  /// An edge to `level`. Returns what had lasted long enough before it.
  std::optional<Change> edge(bool level, Moment at);
  /// What has lasted long enough by `now`. Hand over all edges up to `now` first.
  std::optional<Change> settle(Moment now);
  Moment look_again_at() const;            ///< when to settle; `never` while the contact is quiet
  bool level() const { return settled_; }  ///< that was told last
  std::uint64_t raw_edges() const { return raw_edges_; }

 private:
  struct Burst {
    Moment first;
    Moment last;
  };

  Duration lasting_;
  bool settled_ = false;
  bool raw_ = false;
  std::optional<Burst> burst_;
  std::uint64_t raw_edges_ = 0;
};

}  // namespace liftbox
