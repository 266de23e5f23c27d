#include <catch2/catch.hpp>
#include <random>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// Readings of everything, from lines, a bus and a trace, that make no sense at all.
class Nonsense {
 public:
  explicit Nonsense(unsigned seed) : random_{seed} {
    for (const SignalInfo& about : all_signals()) {
      const int place = any(4);
      if (place == 3) continue;
      bound_.push_back(about.signal);
      constexpr std::array arrivals{Arrival::edges, Arrival::polled, Arrival::trace};
      sources.at(static_cast<std::size_t>(place))
          .bindings.push_back({about.signal, arrivals.at(static_cast<std::size_t>(place)), Duration{500}});
    }
  }

  std::vector<Reading> some() {
    now_ += Duration{any(4) > 0 ? any(1500) : any(60'000)};
    std::vector<Reading> readings;
    for (int i = any(6); i >= 0; --i) {
      const Signal signal = bound_.at(static_cast<std::size_t>(any(static_cast<int>(bound_.size()))));
      readings.push_back({signal, value(info(signal)), at(now_), any(40) > 0 ? Quality::good : Quality::bad,
                          any(20) > 0 ? 0 : any(30)});
    }
    return readings;
  }

  std::vector<SourceBindings> sources{{"lines", {}}, {"bus", {}}, {"trace", {}}};

 private:
  int any(int below) { return std::uniform_int_distribution{0, below - 1}(random_); }
  Value value(const SignalInfo& about) {
    if (about.type == SignalType::boolean) return any(2);
    if (about.signal == service_mode) return any(4) > 0 ? 1 : any(8);
    if (about.signal == car_speed) return any(4) * 400;
    if (about.signal == floor || about.signal == controller_fault) return any(5);
    return any(100);
  }

  std::mt19937 random_;
  std::vector<Signal> bound_;
  Duration now_{};
};

}  // namespace

TEST_CASE("detectors that are asked at every look say what those say that are asked when it concerns them") {
  const unsigned seed = GENERATE(range(1U, 31U));
  CAPTURE(seed);
  Nonsense nonsense{seed};
  LiftFacts facts;
  facts.rated_speed_mm_s = 1000;
  facts.landings = 5;
  facts.controller_faults = {{3, EventType::safety_chain_open}};
  Bench spared{nonsense.sources, {}, facts};
  Bench asked{nonsense.sources, {}, facts};
  for (int step = 0; step < 1500; ++step) {
    const std::vector<Reading> readings = nonsense.some();
    spared.read(readings);
    asked.lift.visit_memory([](auto&&...) {});  // whoever may have touched the memory has everyone asked
    asked.read(readings);
    REQUIRE(spared.said() == asked.said());
  }
}

}  // namespace liftbox::test
