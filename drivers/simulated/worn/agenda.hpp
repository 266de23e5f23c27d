#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "drivers/simulated/worn/time.hpp"

namespace liftbox::worn {

/// What can be waited for. Of two that are due at once the first named comes first. From `rare` on it is what
/// comes seldom.
enum class Due : std::uint8_t {
  arm_1,
  arm_2,
  leg,       ///< of the car's journey: its end
  boundary,  ///< of a zone, a floor, a limit: the car passes it
  lock,
  door,
  curtain,  ///< the light curtain is free again
  controller,
  passage,
  fidget,
  button,
  presence,
  poll,
  rare,
  arrival = rare,
  obstacle,  ///< somebody gets into the way of the closing door
  alarm,     ///< the alarm button is let go
  ghost,
  mains,
  dip,
  rescue_device,
  battery,  ///< of the box: measured
  incident,
  undo,
  technician,
  calendar,
  weather,
  hiccup,
  freeze,
  reread,  ///< a level whose edge was missed
  clock,
};

/// One date for each thing that is waited for: a new one replaces the old.
class Agenda {
 public:
  Agenda() { at_.fill(never); }

  void set(Due what, Time at) {
    at_[index(what)] = at;
    if (what >= Due::rare) next_rare_ = earliest(rare, count);
  }
  void sooner(Due what, Time at) {
    if (at < at_[index(what)]) set(what, at);
  }
  void cancel(Due what) { set(what, never); }
  Time at(Due what) const { return at_[index(what)]; }

  Due next() const {
    const std::size_t often = earliest(0, rare);
    return static_cast<Due>(at_[next_rare_] < at_[often] ? next_rare_ : often);
  }

 private:
  static constexpr std::size_t index(Due what) { return static_cast<std::size_t>(what); }
  static constexpr auto rare = static_cast<std::size_t>(Due::rare);
  static constexpr auto count = static_cast<std::size_t>(Due::clock) + 1;

  std::size_t earliest(std::size_t from, std::size_t upto) const {
    std::size_t best = from;
    for (std::size_t i = from + 1; i < upto; ++i)
      if (at_[i] < at_[best]) best = i;
    return best;
  }

  std::array<Time, count> at_{};
  std::size_t next_rare_ = rare;
};

}  // namespace liftbox::worn
