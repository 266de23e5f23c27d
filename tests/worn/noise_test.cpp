#include <catch2/catch.hpp>

#include "tests/worn/ride.hpp"

namespace liftbox::worn::test {
namespace {

using enum Signal;

TEST_CASE("a bus tells nothing while it is silent, and everything when it answers again") {
  const Setup setup = one_incident(Incident::bus_dead);
  bool answers = true;
  int told_anew = -1;
  int silences = 0;
  for (const Sample& sample : ride(setup, 1, one_day).samples) {
    if (sample.signal == bus) {
      silences += sample.value == 0;
      told_anew = silences > 0 && sample.value == 1 ? 0 : told_anew;
      answers = sample.value == 1;
      continue;
    }
    if (setup.wiring.at(index(sample.signal)) != Arrival::polled) continue;
    CHECK(answers);
    if (told_anew >= 0) ++told_anew;
  }
  CHECK(silences == 1);
  CHECK(told_anew >=
        static_cast<int>(std::count(setup.wiring.begin(), setup.wiring.end(), Arrival::polled)) - 2);
}

TEST_CASE("a polled signal is told at its polls only") {
  const Setup setup = one_incident(Incident::bed_transport);
  for (const Sample& sample : ride(setup, 1, one_day).samples)
    if (setup.wiring.at(index(sample.signal)) == Arrival::polled && sample.signal != bus)
      if (sample.t_ms % setup.poll_ms != 0) FAIL(name(sample.signal) << " at " << sample.t_ms);
}

TEST_CASE("what is not wired is never told") {
  Setup setup;
  setup.days = 1;
  setup.wiring.at(index(load_kg)) = setup.wiring.at(index(presence)) = Arrival::unwired;
  for (const Sample& sample : ride(setup, 1, one_day).samples)
    if (sample.signal == load_kg || sample.signal == presence) FAIL("at " << sample.t_ms);
}

TEST_CASE("a register that cannot be read says so, and tells its value when it can be read again") {
  const Told told = ride(one_incident(Incident::register_unreadable), 2, one_day);
  int unreadable = 0;
  for (std::size_t i = 0; i < told.samples.size(); ++i) {
    if (told.samples[i].known) continue;
    ++unreadable;
    const auto again =
        std::find_if(told.samples.begin() + static_cast<std::ptrdiff_t>(i) + 1, told.samples.end(),
                     [&](const Sample& s) { return s.signal == told.samples[i].signal; });
    REQUIRE(again != told.samples.end());
    CHECK(again->known);
  }
  CHECK(unreadable == 1);
}

TEST_CASE("a wire tells late by some milliseconds, or not at all: the same lift with and without noise") {
  Setup setup;
  setup.days = 2;
  setup.maintenance = false;
  int noisy_edges = 0;
  std::int64_t closest = one_day;
  std::int64_t command_at = 0;
  for (const Sample& sample : ride(setup, 1, one_day).samples) {
    if (sample.signal == brake_command) command_at = sample.t_ms;
    if (sample.signal != brake_1_released || sample.t_ms == 0) continue;
    ++noisy_edges;
    closest = std::min(closest, sample.t_ms - command_at);
  }
  CHECK(noisy_edges > 200);
  CHECK(closest > 90);  // no arm is faster than its magnet
}

TEST_CASE("the sensor of presence sees more than the people, and less") {
  Setup setup;
  setup.days = 20;
  setup.maintenance = false;
  setup.building.rides_per_day = 1e-6;
  int ghosts = 0;
  for (const Sample& sample : ride(setup, 1, one_day).samples)
    ghosts += sample.signal == presence && sample.value == 1;
  CHECK(ghosts > 2);
  CHECK(ghosts < 30);
}

}  // namespace
}  // namespace liftbox::worn::test
