#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> states(DeliveryBench& bench) {
  std::vector<std::string> payloads;
  for (const Message& message : bench.take()) {
    if (message.topic == "state") payloads.push_back(message.payload);
    bench.accept(message);
  }
  return payloads;
}

}  // namespace

TEST_CASE("the state is published when it changes, at most twice a second, the newest always") {
  DeliveryBench bench;
  bench.start();
  states(bench);
  bench.pass(1s);
  int published = 0;
  for (int i = 0; i < 100; ++i) {  // 10 s of a moving car
    bench.state = "at " + std::to_string(i);
    bench.delivery->state_changed();
    bench.pass(100ms);
    published += static_cast<int>(states(bench).size());
  }
  CHECK(published >= 19);
  CHECK(published <= 21);
  bench.state = "arrived";
  bench.delivery->state_changed();
  bench.pass(500ms);
  CHECK(states(bench) == std::vector<std::string>{"arrived low 1"});
}

TEST_CASE("a state that did not change is published once a minute only") {
  DeliveryBench bench;
  bench.start();
  states(bench);
  bench.delivery->state_changed();
  bench.pass(59s);
  CHECK(states(bench).empty());
  bench.pass(1s);
  CHECK(states(bench) == std::vector<std::string>{"standing low 1"});
}

TEST_CASE("the state carries low: the oldest record that the platform may not have") {
  DeliveryBench bench;
  bench.keep(RecordClass::notice);
  bench.keep(RecordClass::notice);
  bench.start();
  bench.accept_all();
  bench.pass(1s);
  bench.command("receipt", R"("epoch":")" + bench.epoch + R"(","upto":1)");
  bench.pass(1min);
  CHECK(states(bench).back() == "standing low 2");
  bench.command("receipt", R"("epoch":")" + bench.epoch + R"(","upto":2)", "c-2");
  bench.pass(1min);
  CHECK(states(bench).back() == "standing low 3");
}

TEST_CASE("a state that waits for a place in the window is replaced by a newer one") {
  DeliveryBench bench;
  bench.broker.session.receive_maximum = 1;
  bench.start();
  for (const char* state : {"one", "two", "three"}) {
    bench.state = state;
    bench.delivery->state_changed();
    bench.pass(1s);
  }
  std::vector<std::string> seen;
  while (!bench.broker.published.empty())
    for (const std::string& state : states(bench)) seen.push_back(state);
  CHECK(seen == std::vector<std::string>{"three low 1"});
}
