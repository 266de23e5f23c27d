#pragma once

#include "agent/elevator/date.hpp"
#include "agent/elevator/wall.hpp"
#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::eval {

/// The periodical inspection of a lift: the site's file says when it is due, it is made late, and told to the
/// box then.
struct Inspection {
  Date due{};
  Moment made{};
  Date next{};
};
Inspection inspection_of(const worn::Setup& setup);

}  // namespace liftbox::eval
