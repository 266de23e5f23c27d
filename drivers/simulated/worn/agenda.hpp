#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "drivers/simulated/worn/time.hpp"

namespace liftbox::worn {

/// What can be waited for. Of two that are due at once the first named comes first.
enum class Due : std::uint8_t {
  mains,
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
  arrival,
  presence,
  ghost,
  incident,
  rescue,
  calendar,
  weather,
  trouble,
  poll,
};
inline constexpr std::size_t due_count = static_cast<std::size_t>(Due::poll) + 1;

/// One date for each thing that is waited for: a new one replaces the old.
class Agenda {
 public:
  Agenda() { at_.fill(never); }

  void set(Due what, Time at) { at_.at(index(what)) = at; }
  void sooner(Due what, Time at) { at_.at(index(what)) = std::min(at_.at(index(what)), at); }
  void cancel(Due what) { set(what, never); }
  Time at(Due what) const { return at_.at(index(what)); }
  bool waiting(Due what) const { return at(what) != never; }

  Due next() const { return static_cast<Due>(std::min_element(at_.begin(), at_.end()) - at_.begin()); }

 private:
  static constexpr std::size_t index(Due what) { return static_cast<std::size_t>(what); }

  std::array<Time, due_count> at_{};
};

}  // namespace liftbox::worn
