#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "agent/runtime/post.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

TEST_CASE("a timer fires once") {
  boost::asio::io_context agent;
  Timer timer{agent};
  int fired = 0;
  timer.arm(1ms, [&] { ++fired; });
  agent.run();
  CHECK(fired == 1);
}

TEST_CASE("arming a timer again replaces what was armed") {
  boost::asio::io_context agent;
  Timer timer{agent};
  std::string fired;
  timer.arm(0ms, [&] { fired += "first "; });
  timer.arm(0ms, [&] { fired += "second"; });
  agent.run();
  CHECK(fired == "second");
}

TEST_CASE("a timer may be armed again by what it fires") {
  boost::asio::io_context agent;
  Timer timer{agent};
  int fired = 0;
  timer.arm(0ms, [&] { timer.arm(0ms, [&] { ++fired; }); });
  agent.run();
  CHECK(fired == 1);
}

TEST_CASE("a timer that is cancelled or gone does not fire, even if its time was over") {
  boost::asio::io_context agent;
  std::optional<Timer> timer{agent};
  int fired = 0;
  timer->arm(0ms, [&] { ++fired; });
  SECTION("cancelled") {
    timer->cancel();
  }
  SECTION("gone") {
    timer.reset();
  }
  agent.run();
  CHECK(fired == 0);
}

TEST_CASE("a timer at the end of time neither fires nor overflows") {
  boost::asio::io_context agent;
  Timer timer{agent};
  bool fired = false;
  timer.arm(never - Moment{}, [&] { fired = true; });
  agent.poll();
  CHECK_FALSE(fired);
}
