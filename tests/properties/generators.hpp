#pragma once

#include <rapidcheck/Gen.h>

#include "tests/properties/story.hpp"

namespace liftbox::test {

/// Half of them of lifts as they are, where now and then something is wrong; half of anything at all.
rc::Gen<Story> any_story();

}  // namespace liftbox::test
