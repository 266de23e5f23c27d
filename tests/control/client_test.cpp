#include "protocols/control/client.hpp"

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/control/bench.hpp"

using namespace liftbox::control;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// The daemon's thread, while a client waits on the test's.
class Daemon {
 public:
  Daemon() {
    bench_.serve();
    thread_ = std::thread([this] { bench_.io.run(); });
  }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon() {
    boost::asio::post(bench_.io, [this] { bench_.server.reset(); });
    bench_.io.stop();
    thread_.join();
  }
  const std::string& path() const { return bench_.path; }
  void notify(const json& params) {
    boost::asio::post(bench_.io, [this, params] {
      for (const auto& subscription : bench_.subscriptions) subscription.notify("event", params);
    });
  }
  void hang_up() {
    boost::asio::post(bench_.io, [this] { bench_.server.reset(); });
  }

 private:
  ControlBench bench_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a client calls and gets the result, or the daemon's reason") {
  const Daemon daemon;
  Client client(daemon.path());
  CHECK(client.call("version", json::object())["version"] == "1");
  CHECK_THROWS_AS(client.call("refuse", json::object()), Refused);
  CHECK_THROWS_WITH(client.call("refuse", json::object()), "no incident is open");
  CHECK(client.call("echo", {{"n", 5}})["n"] == 5);
}

TEST_CASE("a client follows until it has heard enough, and hears if the daemon goes") {
  Daemon daemon;
  Client client(daemon.path());
  client.call("events.follow", json::object());
  for (int i = 0; i < 3; ++i) daemon.notify({{"n", i}});
  client.call("version", json::object());
  std::vector<int> heard;
  client.follow([&](const json& params) {
    heard.push_back(params["n"].get<int>());
    return heard.size() < 3;
  });
  CHECK(heard == std::vector{0, 1, 2});
  daemon.hang_up();
  CHECK_THROWS_WITH(client.follow([](const json&) { return true; }),
                    "liftboxd at " + daemon.path() + " hung up.");
}

TEST_CASE("without a daemon the client says what to do") {
  CHECK_THROWS_WITH(
      Client("/tmp/liftbox-nobody.sock"),
      "liftboxd is not running (no answer at /tmp/liftbox-nobody.sock). `systemctl status liftboxd` says "
      "why; start it with `systemctl start liftboxd`, or give --socket PATH.");
  CHECK_THROWS_AS(Client("/tmp/" + std::string(200, 'x')), NotReachable);
}

TEST_CASE("a daemon that takes the question and says nothing is not waited for") {
  const Daemon daemon;
  Client client(daemon.path(), 1s);
  CHECK_THROWS_WITH(client.call("later", json::object()),
                    "liftboxd at " + daemon.path() + " took the question and gives no answer within 1 s.");
}
