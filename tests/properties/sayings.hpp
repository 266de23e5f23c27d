#pragma once

#include "tests/properties/wires.hpp"

namespace liftbox::test {

/// What a person, the wall clock or the box itself has to say at this moment.
void say_something(Wires& wires, int what, int much);

}  // namespace liftbox::test
