#include <rapidcheck/catch.h>

#include <sstream>

#include "agent/elevator/trace.hpp"
#include "tests/properties/generators.hpp"

namespace liftbox::test {

TEST_CASE("what is printed of a story that fails is a trace") {
  rc::prop("", [] {
    const Story story = *any_story();
    std::stringstream printed;
    printed << story;
    const Trace trace = read_trace(printed);
    RC_ASSERT(trace.end == story.end);
  });
}

}  // namespace liftbox::test
