#include <benchmark/benchmark.h>

#include <span>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "drivers/simulated/worn/lift.hpp"
#include "tests/bench/heap.hpp"
#include "tests/eval/readings.hpp"

// What detection costs: the core alone, fed with what a worn lift told beforehand.
namespace liftbox::test {
namespace {

constexpr int days = 28;
constexpr double days_a_year = 365;

worn::Setup building() {
  worn::Setup setup;
  setup.days = days;
  setup.rates = worn::field_rates();
  return setup;
}

LiftFacts facts() {
  LiftFacts facts;
  facts.rated_speed_mm_s = building().building.rated_speed_mm_s;
  facts.landings = building().building.landings;
  return facts;
}

/// Four weeks of a residential building, each with what comes at one moment by itself.
struct Weeks {
  std::vector<SourceBindings> bindings;
  std::vector<Reading> readings;
  std::vector<std::size_t> batches;  ///< where each begins, and the end

  Weeks() {
    worn::Lift lift{building(), 1};
    eval::Readings wiring{building()};
    bindings = wiring.bindings();
    std::vector<worn::Sample> samples;
    std::vector<worn::Truth> truths;
    lift.run(Duration{std::chrono::hours{24 * days}}.count(), samples, truths);
    wiring.take(samples, readings);
    for (std::size_t i = 0; i < readings.size(); ++i)
      if (i == 0 || readings[i].at != readings[i - 1].at) batches.push_back(i);
    batches.push_back(readings.size());
  }
  static const Weeks& of_a_lift() {
    static const Weeks weeks;
    return weeks;
  }

  /// Of a box that keeps its hours and days, too.
  void play(Lift& box) const {
    box.wall({Moment{}, 1'767'571'200'000, 480, true});
    for (std::size_t i = 0; i + 1 < batches.size(); ++i)
      benchmark::DoNotOptimize(
          box.apply(std::span{readings}.subspan(batches[i], batches[i + 1] - batches[i])));
  }
};

void weeks_of_a_lift(benchmark::State& state) {
  const Weeks& weeks = Weeks::of_a_lift();
  const Heap before = Heap::now();
  Heap after;
  for (auto _ : state) {
    Lift box{{}, facts(), weeks.bindings, {}};
    weeks.play(box);
    after = Heap::now();
  }
  using benchmark::Counter;
  const auto lives = static_cast<double>(state.iterations());
  const auto readings = static_cast<double>(weeks.readings.size());
  const auto per_second = Counter::kIsRate;
  state.counters["readings_s"] = Counter(readings * lives, per_second);
  state.counters["lift_days_s"] = Counter(days * lives, per_second);
  state.counters["s_a_year"] = Counter(days * lives / days_a_year, Counter::kIsRate | Counter::kInvert);
  state.counters["bytes"] =
      static_cast<double>(sizeof(Lift)) + static_cast<double>(after.bytes - before.bytes);
  state.counters["allocations_a_reading"] =
      static_cast<double>(after.allocations - before.allocations) / (readings * lives);
}
BENCHMARK(weeks_of_a_lift)->Unit(benchmark::kMillisecond);

/// The bus answers as it did before: everything it has, at one moment.
void unchanged_poll(benchmark::State& state) {
  const Weeks& weeks = Weeks::of_a_lift();
  std::vector<SourceBindings> polled = weeks.bindings;
  for (Binding& binding : polled[1].bindings) binding = {binding.signal, Arrival::polled, Duration{500}};
  Lift box{{}, facts(), polled, {}};
  weeks.play(box);
  std::vector<Reading> poll;
  for (const Binding& binding : polled[1].bindings) poll.push_back({binding.signal, 0, {}});
  Moment at{std::chrono::hours{24 * days}};
  for (auto _ : state) {
    at += Duration{500};
    for (Reading& reading : poll) reading.at = at;
    benchmark::DoNotOptimize(box.apply(poll));
  }
  state.counters["readings_s"] =
      benchmark::Counter(static_cast<double>(poll.size()) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}
BENCHMARK(unchanged_poll);

}  // namespace
}  // namespace liftbox::test

BENCHMARK_MAIN();
