#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::worn {

/// What a box is told. A wire tells its edges, debounced. Of the bus only changes are told, at the poll that
/// saw them: while the last sample of `Signal::bus` is 1, every polled signal is read again with its last
/// value every `Setup::poll_ms`, which is for the consumer to repeat; once it is 0 nothing is read, and when
/// it is 1 again every polled signal is told anew. Everything wired is told once at the beginning.
struct Sample {
  std::int64_t t_ms;
  std::int32_t value;
  Signal signal;
  bool known;  ///< false: the source says that it cannot tell, from here on
};

/// What really happened, from the lift's own state and never from its signals. A fact may appear more than
/// once (each press of a button). The page of this room lists the kinds and their facts.
struct Truth {
  std::string kind;
  std::string cause;  ///< the incident that was under way; empty: none that was drawn
  std::int64_t from_ms;
  std::int64_t upto_ms;
  std::vector<std::pair<std::string, std::int64_t>> facts;
};

/// A lift that wears and lies, with the people in it and the building around it; the same for a seed, however
/// its time is cut into pieces. It goes from event to event and knows nothing of those who watch it.
class Lift {
 public:
  Lift(const Setup& setup, std::uint64_t seed);
  ~Lift();
  Lift(Lift&&) noexcept;
  Lift& operator=(Lift&&) noexcept;

  /// Everything until and including `until_ms`, appended: samples sorted by time, truths by their end. At the
  /// end of `Setup::days` what still lasts is told as if it ended there, and nothing follows.
  void run(std::int64_t until_ms, std::vector<Sample>& samples, std::vector<Truth>& truths);

 private:
  class World;
  std::unique_ptr<World> world_;
};

}  // namespace liftbox::worn
