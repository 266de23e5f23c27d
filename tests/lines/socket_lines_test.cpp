#include "drivers/lines/socket_lines.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <optional>

#include "drivers/system/system_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using Local = boost::asio::local::stream_protocol;

namespace {

/// The simulated lift's side of the socket: says what the test tells it to.
class FakeLift {
 public:
  FakeLift(boost::asio::io_context& io, std::string path)
      : io_(io), path_(std::move(path)), acceptor_(io, Local::endpoint(path_)) {}
  FakeLift(const FakeLift&) = delete;
  FakeLift& operator=(const FakeLift&) = delete;
  ~FakeLift() { std::filesystem::remove(path_); }

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, Local::socket peer) {
      if (!error) peer_.emplace(std::move(peer));
    });
    peer_.reset();
    for (int i = 0; i < 1000 && !peer_; ++i) {
      io_.restart();
      io_.run_one_for(10ms);
    }
    REQUIRE(peer_);
  }
  void say(const std::string& text) { boost::asio::write(*peer_, boost::asio::buffer(text)); }
  void hang_up() { peer_.reset(); }

 private:
  boost::asio::io_context& io_;
  std::string path_;
  Local::acceptor acceptor_;
  std::optional<Local::socket> peer_;
};

struct SocketBench {
  boost::asio::io_context io;
  SystemClock clock;
  std::string path = "/tmp/liftbox-lines-" + std::to_string(::getpid()) + ".sock";
  std::vector<Reading> readings;
  SocketLines lines{io,
                    "lines",
                    path,
                    {{"zone", Signal::door_zone, false, 20ms}, {"door", Signal::door_closed, true, 20ms}},
                    clock};

  void start() {
    lines.start([this](std::span<const Reading> read) {
      CHECK(std::is_sorted(read.begin(), read.end(), [](auto& a, auto& b) { return a.at < b.at; }));
      readings.insert(readings.end(), read.begin(), read.end());
    });
  }
  bool run_until(const std::function<bool()>& condition, Duration limit = 10s) {
    const Moment end = clock.now() + limit;
    while (!condition()) {
      if (clock.now() >= end) return false;
      io.restart();
      io.run_one_for(10ms);
    }
    return true;
  }
  std::string nanoseconds(Moment at) const {
    return std::to_string(std::chrono::nanoseconds{at.time_since_epoch()}.count());
  }
  std::uint64_t counter(std::string_view name) const {
    for (const auto& [counter, value] : lines.report().counters) {
      if (counter == name) return value;
    }
    return 9999;
  }
  void greet(FakeLift& lift, Moment zone_since) {
    lift.accept();
    lift.say("liftbox-lines 1\nline zone 1 " + nanoseconds(zone_since) + "\nline door 0 0\nready\n");
  }
};

}  // namespace

TEST_CASE("on connecting every line tells its level, and since when") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  REQUIRE(bench.run_until([&] { return bench.lines.report().detail.find("waiting") == 0; }));
  const Moment since = bench.clock.now() - 3s;
  bench.greet(lift, since);
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  CHECK(bench.readings[0].signal == Signal::door_closed);
  CHECK(bench.readings[0].value == 1);
  CHECK(bench.readings[1].signal == Signal::door_zone);
  CHECK(bench.readings[1].value == 1);
  CHECK(bench.readings[1].at == since);
  CHECK(bench.lines.report().healthy);
  CHECK(bench.lines.report().detail == "2 lines at " + bench.path);
}

TEST_CASE("a time in the future is taken as now") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  bench.greet(lift, bench.clock.now() + 1h);
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  CHECK(bench.readings[1].at <= bench.clock.now());
}

TEST_CASE("a bouncing contact over the socket is one reading, stamped with its first edge") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  bench.greet(lift, bench.clock.now());
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  const Moment first = bench.clock.now() - 5ms;
  lift.say("edge zone 0 " + bench.nanoseconds(first) + "\nedge zone 1 " + bench.nanoseconds(first + 2ms) +
           "\nedge zo");
  lift.say("ne 0 " + bench.nanoseconds(first + 4ms) + "\n");
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 3; }));
  CHECK(bench.clock.now() >= first + 24ms);
  CHECK(bench.readings[2].signal == Signal::door_zone);
  CHECK(bench.readings[2].value == 0);
  CHECK(bench.readings[2].at == first);
  CHECK(bench.counter("edges") == 3);
}

TEST_CASE("an edge that waits in the socket is seen before anything settles") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  bench.greet(lift, bench.clock.now());
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  const Moment first = bench.clock.now();
  lift.say("edge zone 0 " + bench.nanoseconds(first) + "\n");
  REQUIRE(bench.run_until([&] { return bench.counter("edges") == 1; }));
  // The agent's thread is busy elsewhere for longer than the debounce time; then timer and socket are both
  // due.
  lift.say("edge zone 1 " + bench.nanoseconds(first + 6ms) + "\n");
  while (bench.clock.now() < first + 40ms) {
  }
  REQUIRE(bench.run_until([&] { return bench.counter("edges") == 2; }));
  bench.run_until([] { return false; }, 50ms);
  CHECK(bench.readings.size() == 2);
}

TEST_CASE("when the lift's socket goes away its signals are bad, once, until it is back") {
  SocketBench bench;
  bench.start();
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  CHECK(bench.readings[0].quality == Quality::bad);
  CHECK(bench.readings[1].quality == Quality::bad);
  CHECK_FALSE(bench.lines.report().healthy);
  CHECK(bench.lines.report().detail.find("is the simulated lift running?") != std::string::npos);

  FakeLift lift(bench.io, bench.path);
  REQUIRE(bench.run_until([&] { return bench.lines.report().detail.find("waiting") == 0; }));
  bench.greet(lift, bench.clock.now());
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 4; }));
  CHECK(bench.readings[3].quality == Quality::good);

  lift.hang_up();
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 6; }));
  CHECK(bench.readings[5].quality == Quality::bad);
  bench.greet(lift, bench.clock.now());
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 8; }));
  CHECK(bench.counter("connections") == 2);
}

TEST_CASE("a line that the board expects and the lift has not is named") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  lift.accept();
  lift.say("liftbox-lines 1\nline zone 1 0\nline fan 1 0\nline light 0 0\nready\nedge fan 0 5\n");
  REQUIRE(bench.run_until([&] { return bench.readings.size() == 2; }));
  CHECK(bench.readings[1].signal == Signal::door_closed);
  CHECK(bench.readings[1].quality == Quality::bad);
  CHECK_FALSE(bench.lines.report().healthy);
  CHECK(bench.lines.report().detail.find("has no line door: correct the board profile") != std::string::npos);
  CHECK(bench.counter("unknown_lines") == 2);
}

TEST_CASE("broken text is counted; another protocol is not listened to") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  bench.start();
  SECTION("broken text after the greeting") {
    bench.greet(lift, bench.clock.now());
    lift.say("nonsense\nedge zone 7 0\n\nliftbox-lines 1\n");
    REQUIRE(bench.run_until([&] { return bench.counter("malformed") == 4; }));
    CHECK(bench.lines.report().healthy);
  }
  SECTION("another greeting") {
    lift.accept();
    lift.say("HTTP/1.1 400 Bad Request\n");
    REQUIRE(bench.run_until([&] { return bench.counter("malformed") == 1; }));
    CHECK(bench.lines.report().detail.find("does not greet with") != std::string::npos);
  }
  SECTION("text without end") {
    lift.accept();
    lift.say(std::string(5000, 'x'));
    REQUIRE(bench.run_until([&] { return bench.counter("malformed") == 1; }));
    CHECK(bench.lines.report().detail.find("no text lines") != std::string::npos);
  }
  SECTION("a greeting without its end") {
    lift.accept();
    lift.say("liftbox-lines 1\nline zone 1 0\n");
    REQUIRE(bench.run_until(
        [&] { return bench.lines.report().detail.find("does not say which lines") != std::string::npos; }));
    CHECK(bench.readings.back().quality == Quality::bad);
  }
}

TEST_CASE("after stop nothing is delivered any more, not even when stopped while delivering") {
  SocketBench bench;
  FakeLift lift(bench.io, bench.path);
  std::size_t deliveries = 0;
  bench.lines.start([&](std::span<const Reading>) {
    ++deliveries;
    bench.lines.stop();
  });
  bench.greet(lift, bench.clock.now());
  REQUIRE(bench.run_until([&] { return deliveries == 1; }));
  bench.run_until([] { return false; }, 700ms);
  CHECK(deliveries == 1);
  CHECK(bench.lines.report().detail == "stopped");
}
