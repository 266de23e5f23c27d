#include "tests/properties/sayings.hpp"

#include <array>

namespace liftbox::test {
namespace {

using namespace std::chrono_literals;
using Result = SelfTestEvidence::Result;
constexpr const char* by = "A1234";

void person(Wires& wires, int much) {
  using enum PersonSays::What;
  constexpr std::array sayings{acknowledge, on_site, close};
  const PersonSays says{sayings[static_cast<std::size_t>(much % 3)],
                        much % 4 == 0 ? EventType::alarm_button : EventType::entrapment, by};
  wires.tell("a person says " + std::to_string(much % 3) + " of " + std::string{name(says.incident)},
             [=](Lift& lift, Moment now) { return lift.person(says, now); });
}

void brake(Wires& wires, int much) {
  BrakeWork work;
  work.action = static_cast<BrakeAction>(much % 4);
  work.earlier = much % 5 == 0;
  work.by = by;
  wires.tell("the brake was " + std::string{name(work.action)},
             [=](Lift& lift, Moment now) { return lift.brake_maintained(work, now); });
}

void visit(Wires& wires, int much) {
  if (much % 2 == 0)
    return wires.tell("a visit begins", [](Lift& lift, Moment now) {
      return lift.visit_begins({by, "half_monthly", {}}, now);
    });
  wires.tell("a visit ends", [](Lift& lift, Moment now) {
    return lift.visit_ends({by, {}, {"A-1-04"}}, now);
  });
}

void inspected(Wires& wires, int much) {
  const Inspected said{Date{std::chrono::days{20'400 + much % 90}}, Date{std::chrono::days{20'765}}, by};
  wires.tell("inspected on " + format(said.date),
             [=](Lift& lift, Moment now) { return lift.inspected(said, now); });
}

/// Runs on with the story, or is wrong by up to some months.
void wall(Wires& wires, int much) {
  WallTold told;
  told.set = much % 5 > 0;
  told.utc_offset_min = 480;
  const Duration wrong = much % 3 == 0 ? 2h * much : 0h;
  told.wall_ms = Duration{std::chrono::days{20'300} + wires.now().time_since_epoch() + wrong}.count();
  wires.tell("the wall clock shows " + std::to_string(told.wall_ms), [=](Lift& lift, Moment now) {
    WallTold shifted = told;
    shifted.at = now;
    return lift.wall(shifted);
  });
}

void box(Wires& wires, int much) {
  const auto result = [&](int place) { return static_cast<Result>(much / place % 3); };
  const BoxTold told{.store = result(1), .broker = result(3), .receipts = result(9), .watchdog = result(27)};
  wires.tell("the box is told of", [=](Lift& lift, Moment now) { return lift.box(told, now); });
  if (much % 2 == 0)
    wires.tell("the box is tested", [](Lift& lift, Moment now) { return lift.test_box(by, now); });
}

}  // namespace

void say_something(Wires& wires, int what, int much) {
  constexpr std::array kinds{person, person, person, brake, visit, visit, inspected, wall, wall, box};
  kinds[static_cast<std::size_t>(what) % kinds.size()](wires, much);
}

}  // namespace liftbox::test
