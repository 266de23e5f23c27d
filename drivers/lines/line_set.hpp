#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/elevator/reading.hpp"
#include "board/profile.hpp"
#include "drivers/lines/debouncer.hpp"

namespace liftbox {

/// What one line of the board says about the lift.
struct LineSetting {
  std::string name;  ///< as the board or the simulated lift calls it
  Signal signal;
  bool inverted = false;  ///< a normally closed contact: level 0 is true
  Duration debounce{20};
};

/// Of lines that are wired: each has its signal.
std::vector<LineSetting> settings_of(const std::vector<LineProfile>& lines);

/// The lines of one source: raw levels go in, debounced readings of signals come out. Each reading counts the
/// raw edges since the last; a contact that bounces without end is read again every 100 ms for their sake.
class LineSet {
 public:
  explicit LineSet(std::vector<LineSetting> settings);

  std::vector<Binding> bindings() const;
  std::optional<std::size_t> find(std::string_view name) const;
  std::vector<std::string> missing() const;  ///< names that nobody has offered

  /// The line is there, with this level since `at`: a reading.
  void offer(std::size_t line, bool level, Moment at);
  void edge(std::size_t line, bool level, Moment at);  ///< of a line that was offered; others are ignored
  void settle(Moment now);                             ///< hand over all edges up to `now` first
  /// Every line that was not offered, or all of them: nobody can tell.
  void lose_missing(Moment at);
  void lose_all(Moment at);
  void lose(std::size_t line, Moment at);

  Moment look_again_at() const;
  std::vector<Reading> take();  ///< what there is to say since the last time, sorted by time
  std::uint64_t raw_edges() const;

 private:
  struct Line {
    LineSetting setting;
    Debouncer debouncer;
    bool offered = false;
    std::uint64_t edges_told = 0;
    Moment edges_since{};  ///< the first one that is not told
  };
  void say(Line& line, const Debouncer::Change& change);
  static Moment tell_edges_at(const Line& line);
  void forget(Line& line, Moment at);

  std::vector<Line> lines_;
  std::vector<Reading> readings_;
};

}  // namespace liftbox
