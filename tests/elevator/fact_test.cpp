#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

namespace {

Fact fact(Kleene is, Duration since) {
  return {is, at(since), at(since)};
}

}  // namespace

TEST_CASE("a conjunction is true only if it is true whatever the unknown turns out to be") {
  CHECK((Kleene::yes && Kleene::unknown) == Kleene::unknown);
  CHECK((Kleene::no && Kleene::unknown) == Kleene::no);
  CHECK((Kleene::yes || Kleene::unknown) == Kleene::yes);
  CHECK((Kleene::no || Kleene::unknown) == Kleene::unknown);
  CHECK((!Kleene::unknown) == Kleene::unknown);
  CHECK((!Kleene::yes) == Kleene::no);
}

TEST_CASE("two facts are true together since the younger of them") {
  const Fact both = fact(Kleene::yes, 10s) && fact(Kleene::yes, 30s);
  CHECK(both.yes());
  CHECK(both.since == at(30s));
}

TEST_CASE("two facts are not true together since the first of them was not") {
  const Fact both = fact(Kleene::no, 10s) && fact(Kleene::no, 30s);
  CHECK(both.no());
  CHECK(both.since == at(10s));
}

TEST_CASE("one fact of two holds since the first of them") {
  const Fact either = fact(Kleene::yes, 10s) || fact(Kleene::yes, 30s);
  CHECK(either.yes());
  CHECK(either.since == at(10s));
}

TEST_CASE("what is true rests on its oldest reading") {
  const Fact line{Kleene::yes, at(1s), at(60s)};
  const Fact poll{Kleene::yes, at(2s), at(55s)};
  CHECK((line && poll).read_at == at(55s));
}

TEST_CASE("a limit that is reached counts as passed") {
  CHECK_FALSE(fact(Kleene::yes, 10s).yes_for(5s, at(14'999ms)));
  CHECK(fact(Kleene::yes, 10s).yes_for(5s, at(15s)));
  CHECK_FALSE(fact(Kleene::unknown, 10s).yes_for(5s, at(60s)));
  CHECK_FALSE(fact(Kleene::unknown, 10s).no_for(5s, at(60s)));
}

}  // namespace liftbox::test
