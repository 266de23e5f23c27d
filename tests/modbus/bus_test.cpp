#include <catch2/catch.hpp>

#include "tests/modbus/bus_bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

TEST_CASE("an answer becomes readings, stamped when it came", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{wire, {says({1000, 75}, 20)}};
  const Moment asked = bench.clock.now();
  const std::vector<Reading> readings = bench.poll();
  CHECK(text(readings) == good);
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].at >= asked + Duration{20});
  CHECK(readings[0].at <= bench.clock.now());
  CHECK(bench.counts() == "answers 1");
  CHECK(bench.count("opens") == 1);
  CHECK(bench.next > readings[0].at);
  CHECK(bench.next <= asked + Duration{1000});
}

TEST_CASE("a refusal says which registers and what to do", "[modbus]") {
  Bench bench{Wire::tcp, {refuses(2)}};
  bench.poll();
  CHECK(bench.bus.report().detail ==
        "TCP 127.0.0.1:" + std::to_string(bench.slave->port()) +
            " unit 1: exception 02 to function 03 address 2 count 2: the controller has no such address: the "
            "register map does not fit this controller");
}

TEST_CASE("an answer may arrive byte by byte", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{wire, {[](const Request& r) {
                std::vector<Act> acts;
                for (const std::uint8_t byte : registers(r, {1000, 75})) acts.push_back({9, {byte}});
                return acts;
              }}};
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 1");
}

TEST_CASE("a silent unit is not asked more often than its response timeout allows", "[modbus]") {
  const Wire wire = GENERATE(Wire::rtu, Wire::tcp);
  Bench bench{wire, {}};
  const Moment start = bench.clock.now();
  for (int i = 0; i < 5; ++i) bench.poll();
  CHECK(bench.count("timeouts") == 5);
  CHECK(bench.clock.now() - start >= 5 * response_timeout);
  CHECK_THAT(bench.bus.report().detail, Catch::Contains("no answer: check power, wiring"));
}

TEST_CASE("a TCP peer that stays silent is connected to anew", "[modbus]") {
  Bench bench{Wire::tcp, {silent(), silent(), silent(), answers()}};
  for (int i = 0; i < 3; ++i) bench.poll();
  CHECK(text(bench.poll()) == good);
  CHECK(bench.count("opens") == 2);
  CHECK(bench.counts() == "answers 1 timeouts 3");
}

TEST_CASE("a missing device makes every signal unknown and is opened again with back-off", "[modbus]") {
  MonotonicClock clock;
  BusSettings settings{.response_timeout = response_timeout};
  SECTION("adapter") {
    settings.rtu = RtuLine{.device = "/dev/liftbox-no-such-adapter"};
  }
  SECTION("peer") {
    settings.tcp = TcpPeer{.host = "127.0.0.1", .port = 1};
  }
  Bus bus{settings, {{.registers = two_registers()}}, clock};

  Moment now = clock.now();
  CHECK(text(bus.poll(now).readings) == unknown);
  std::vector<Duration> pauses;
  for (int i = 0; i < 6; ++i) {
    const PolledDevice::Poll early = bus.poll(now);
    CHECK(early.readings.empty());
    const Duration pause = early.next - clock.now();
    pauses.emplace_back((pause.count() + 50) / 100 * 100);
    CHECK(bus.poll(early.next).readings.empty());
  }
  using namespace std::chrono_literals;
  CHECK(pauses == std::vector<Duration>{500ms, 1s, 2s, 4s, 8s, 10s});
  CHECK(bus.counters().open_failures == 7);
  CHECK(bus.counters().requests == 0);
  CHECK_FALSE(bus.report().healthy);
  CHECK_THAT(bus.report().detail, Catch::Contains("cannot open: "));
}

TEST_CASE("an adapter that is pulled is a disconnect, then a device that is missing", "[modbus]") {
  Bench bench{Wire::rtu, {answers()}};
  CHECK(text(bench.poll()) == good);
  bench.slave.reset();
  CHECK(text(bench.poll()).empty());
  CHECK(bench.count("disconnects") == 1);
  CHECK(text(bench.poll()) == unknown);
  CHECK(bench.count("open_failures") == 1);
  CHECK(bench.adds_up());
}

TEST_CASE("a TCP peer that hangs up is connected to again", "[modbus]") {
  const auto hang_up = [](const Request&) { return std::vector<Act>{{0, {}, true}}; };
  Bench bench{Wire::tcp, {answers(), hang_up, answers()}};
  CHECK(text(bench.poll()) == good);
  CHECK(text(bench.poll()).empty());
  CHECK(bench.next - bench.clock.now() > Duration{400});
  CHECK(text(bench.poll()) == good);
  CHECK(bench.counts() == "answers 2 disconnects 1");
  CHECK(bench.count("opens") == 2);
}

TEST_CASE("the most overdue block goes first, each at its interval", "[modbus]") {
  RegisterMap map{"test",
                  {{.signal = Signal::car_speed, .wire = {.address = 2, .interval = Duration{100}}},
                   {.signal = Signal::load_kg, .wire = {.address = 100, .interval = Duration{250}}}}};
  std::vector<Step> script(9, says({1}));
  Bench bench{Wire::tcp, script, map};
  std::string order;
  for (int i = 0; i < 9; ++i) order += text(bench.poll());
  CHECK(std::count(order.begin(), order.end(), 's') == 6);
  CHECK(bench.counts() == "answers 9");
}

TEST_CASE("the bindings tell each signal's real interval", "[modbus]") {
  MonotonicClock clock;
  RegisterMap map = two_registers();
  map.entries[0].wire.interval = Duration{200};
  const Bus bus{
      BusSettings{.tcp = TcpPeer{}}, {{.registers = map}, {.name = "door_drive", .number = 5}}, clock};
  REQUIRE(bus.bindings().size() == 2);
  CHECK(bus.bindings()[1].source == "door_drive");
  const SourceBindings& controller = bus.bindings()[0];
  REQUIRE(controller.bindings.size() == 2);
  CHECK(controller.source == "controller");
  CHECK(controller.bindings[1].signal == Signal::load_kg);
  CHECK(controller.bindings[1].interval == Duration{200});
  CHECK(controller.bindings[1].arrival == Arrival::polled);
}
