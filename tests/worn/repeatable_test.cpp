#include <catch2/catch.hpp>
#include <tuple>

#include "tests/worn/ride.hpp"

namespace liftbox::worn {

static bool operator==(const Sample& a, const Sample& b) {
  return std::tie(a.t_ms, a.value, a.signal, a.known) == std::tie(b.t_ms, b.value, b.signal, b.known);
}
static bool operator==(const Truth& a, const Truth& b) {
  return std::tie(a.kind, a.cause, a.from_ms, a.upto_ms, a.facts) ==
         std::tie(b.kind, b.cause, b.from_ms, b.upto_ms, b.facts);
}

namespace test {
namespace {

Setup eventful() {
  Setup setup;
  setup.days = 2;
  setup.building.traffic = Traffic::office;
  for (std::size_t i = 0; i < incident_count; ++i) setup.rates.push_back({static_cast<Incident>(i), 20});
  return setup;
}

TEST_CASE("one seed makes one lift, however its time is cut") {
  const Told whole = ride(eventful(), 7, 100 * one_day);
  REQUIRE(whole.samples.size() > 10'000);
  for (const std::int64_t piece : {std::int64_t{9'973}, one_day / 3}) {
    const Told cut = ride(eventful(), 7, piece);
    const bool same_samples = cut.samples == whole.samples;  // not to print them
    CHECK(same_samples);
    CHECK(cut.truths.size() == whole.truths.size());
    const bool same_truths = cut.truths == whole.truths;
    CHECK(same_truths);
  }
}

TEST_CASE("another seed makes another lift") {
  const bool same = ride(eventful(), 7, one_day).samples == ride(eventful(), 8, one_day).samples;
  CHECK_FALSE(same);
}

TEST_CASE("samples are told in order of time, and truths by their end") {
  const Told told = ride(eventful(), 3, one_day);
  const auto earlier = [](const Sample& a, const Sample& b) { return a.t_ms < b.t_ms; };
  CHECK(std::is_sorted(told.samples.begin(), told.samples.end(), earlier));
  const auto ends_earlier = [](const Truth& a, const Truth& b) { return a.upto_ms < b.upto_ms; };
  CHECK(std::is_sorted(told.truths.begin(), told.truths.end(), ends_earlier));
}

}  // namespace
}  // namespace test
}  // namespace liftbox::worn
