#include "tests/eval/inspection.hpp"

#include "tests/eval/wall_clock.hpp"

namespace liftbox::eval {

Inspection inspection_of(const worn::Setup& setup) {
  using std::chrono::days;
  constexpr std::int64_t fifths = 3;  // of the lift's days, and then it is due
  constexpr days late{20};
  const days until_due{setup.days * fifths / 5};
  const Date began = WallClock{setup}.shows(Moment{}).day(Moment{});
  const Moment made{until_due + late};
  return {began + until_due, made, months_after(began + until_due + late, 12)};
}

}  // namespace liftbox::eval
