#pragma once

#include "agent/elevator/lift.hpp"

namespace liftbox::test {

/// Appends the records that this outcome makes to the file that LIFTBOX_KEEP_RECORDS names, a line each, 4
/// of a kind at most: a foreign judge holds what the benches make against the published schemas
/// (tests/schemas/records_test.py). Nothing without it.
void keep_records(const Outcome& outcome);

}  // namespace liftbox::test
