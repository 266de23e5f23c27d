#include "tests/properties/generators.hpp"

#include <rapidcheck.h>

namespace liftbox::test {
namespace {

rc::Gen<Setting> any_setting() {
  using enum Setting::Wires;
  // Half of the lifts have every wire; the others miss about one in four.
  const auto some =
      rc::gen::map(rc::gen::pair(rc::gen::arbitrary<std::uint32_t>(), rc::gen::arbitrary<std::uint32_t>()),
                   [](const auto& bits) { return bits.first & bits.second; });
  return rc::gen::build<Setting>(
      rc::gen::set(&Setting::wires, rc::gen::element(trace, lines, bus_and_lines, scattered)),
      rc::gen::set(&Setting::unwired, rc::gen::oneOf(rc::gen::just(std::uint32_t{}), some)),
      rc::gen::set(&Setting::quick), rc::gen::set(&Setting::facts));
}

/// `chances`: of each kind, as weights.
rc::Gen<Act> act_of(std::initializer_list<std::pair<std::size_t, Act::Kind>> chances) {
  const auto number = rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 1000));
  return rc::gen::build<Act>(rc::gen::set(&Act::kind, rc::gen::weightedElement<Act::Kind>(chances)),
                             rc::gen::set(&Act::what, number), rc::gen::set(&Act::much, number));
}

/// A lift as they are: it runs, its doors and people move, now and then something is wrong with it.
rc::Gen<Act> realistic_act() {
  using enum Act::Kind;
  return act_of({{12, ride},
                 {6, doors},
                 {6, people},
                 {5, wait},
                 {1, jump},
                 {2, press},
                 {1, mains},
                 {2, mode},
                 {1, code},
                 {1, stick},
                 {1, lose},
                 {1, heal},
                 {2, say}});
}

/// Anything at all, from any wire.
rc::Gen<Act> wild_act() {
  using enum Act::Kind;
  return act_of({{16, wild}, {3, wait}, {1, jump}, {2, lose}, {2, ride}, {1, heal}, {2, say}});
}

rc::Gen<Story> story_of(const rc::Gen<Act>& act) {
  return rc::gen::map(rc::gen::pair(any_setting(), rc::gen::container<std::vector<Act>>(act)),
                      [](const auto& drawn) { return told(drawn.first, drawn.second); });
}

}  // namespace

rc::Gen<Story> any_story() {
  const auto restart = act_of({{1, Act::Kind::restart}});
  const auto now_and_then = [&](const rc::Gen<Act>& act) {
    return story_of(rc::gen::weightedOneOf<Act>({{12, act}, {1, restart}}));
  };
  return rc::gen::oneOf(now_and_then(realistic_act()), now_and_then(wild_act()));
}

}  // namespace liftbox::test
