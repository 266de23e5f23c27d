#include "protocols/control/server.hpp"

#include <sys/types.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/control/bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using control::Limits;
using nlohmann::json;

TEST_CASE("a request is answered, now or later") {
  ControlBench bench;
  bench.serve();
  RawClient client(bench.path);
  CHECK(ask(bench, client, "version")["result"]["version"] == "1");
  CHECK(ask(bench, client, "echo", {{"type", "困人"}})["result"]["type"] == "困人");

  client.send(R"({"jsonrpc":"2.0","id":8,"method":"later"})"
              "\n");
  REQUIRE(bench.run_until([&] { return bench.later.size() == 1; }));
  CHECK_FALSE(client.line());
  bench.later[0].result("done");
  bench.later[0].result("done twice");
  const auto late = answer(bench, client);
  CHECK(late["id"] == 8);
  CHECK(late["result"] == "done");
  CHECK(ask(bench, client, "version")["result"]["version"] == "1");
}

TEST_CASE("the kernel says who asks") {
  ControlBench bench;
  bench.serve();
  RawClient client(bench.path);
  const auto who = ask(bench, client, "whoami")["result"];
  CHECK(who["uid"] == ::getuid());
  CHECK(who["pid"] == ::getpid());
  CHECK(control::may_change({::getuid(), ::getgid(), ::getpid()}));
  CHECK(control::may_change({0, 0, 1}));
  CHECK_FALSE(control::may_change({65533, 65533, 1}));
}

TEST_CASE("errors have the codes of JSON-RPC") {
  ControlBench bench;
  bench.serve();
  RawClient client(bench.path);
  CHECK(ask(bench, client, "reboot")["error"]["code"] == -32601);
  CHECK(ask(bench, client, "reboot")["error"]["message"] ==
        "no method \"reboot\"; there are echo, events.follow, later, need, refuse, version, whoami");
  CHECK(ask(bench, client, "need")["error"]["code"] == -32602);
  CHECK(ask(bench, client, "need", {{"incident", 7}})["error"]["code"] == -32602);
  CHECK(ask(bench, client, "refuse")["error"]["message"] == "no incident is open");
  client.send("{\"method\":\"\xc3\x28\"}\n");
  CHECK(answer(bench, client)["error"]["code"] == -32700);
  client.send(std::string(60'000, '[') + "\n");
  CHECK(answer(bench, client)["error"]["code"] == -32700);
  CHECK(ask(bench, client, "version")["result"]["version"] == "1");
}

TEST_CASE("requests may come in pieces, or many at once, and are answered in order") {
  ControlBench bench;
  bench.serve();
  RawClient client(bench.path);
  client.send(R"({"jsonrpc":"2.0","id":1,"me)");
  bench.turn();
  client.send("thod\":\"version\"}\n");
  CHECK(answer(bench, client)["id"] == 1);

  std::string many;
  for (int i = 0; i < 200; ++i) {
    many += json{{"jsonrpc", "2.0"}, {"id", i}, {"method", "echo"}}.dump() + "\n";
  }
  REQUIRE(client.send(many) == many.size());
  for (int i = 0; i < 200; ++i) REQUIRE(answer(bench, client)["id"] == i);
}

TEST_CASE("a line that does not end is cut off with the reason") {
  ControlBench bench;
  bench.serve();
  RawClient client(bench.path);
  const std::string piece(50'000, 'x');
  client.send(piece);
  bench.turn();
  bench.run_until([&] { return client.send(piece) > 0 || client.closed(); });
  const auto refusal = answer(bench, client);
  CHECK(refusal["error"]["message"] == "a request has at most 65536 bytes");
  CHECK(bench.run_until([&] { return client.closed(); }));
  RawClient next(bench.path);
  CHECK(ask(bench, next, "version")["result"]["version"] == "1");
}

TEST_CASE("of a hundred connections sixteen are served, and places come free again") {
  ControlBench bench;
  bench.serve();
  std::vector<RawClient> crowd;
  for (int i = 0; i < 100; ++i) {
    crowd.emplace_back(bench.path);
    bench.run_until([&] { return crowd.back().connected(); });
    bench.turn();
  }
  int served = 0;
  int turned_away = 0;
  for (auto& client : crowd) {
    client.send(R"({"jsonrpc":"2.0","id":1,"method":"version"})"
                "\n");
    const auto said = answer(bench, client);
    served += said.contains("result") ? 1 : 0;
    turned_away += said.contains("error") && said["error"]["code"] == -32001 ? 1 : 0;
  }
  CHECK(served == 16);
  CHECK(turned_away == 84);
  crowd.clear();
  bench.turn();
  RawClient next(bench.path);
  CHECK(ask(bench, next, "version")["result"]["version"] == "1");
}

TEST_CASE("who says nothing for long makes room, unless it is subscribed") {
  ControlBench bench;
  bench.serve(Limits{.idle = 200ms});
  RawClient silent(bench.path);
  RawClient follower(bench.path);
  CHECK(ask(bench, follower, "events.follow").contains("result"));
  RawClient half(bench.path);
  half.send("{\"jsonrpc\":");
  REQUIRE(bench.run_until([&] { return silent.closed() && half.closed(); }));
  REQUIRE(bench.subscriptions[0].notify("event", {{"record", "{}"}}));
  const auto notification = answer(bench, follower);
  CHECK(notification["method"] == "event");
  CHECK(notification["params"]["record"] == "{}");
  CHECK_FALSE(notification.contains("id"));
}

TEST_CASE("a subscriber that does not read is dropped, and the others hear on") {
  ControlBench bench;
  bench.serve();
  RawClient deaf(bench.path);
  RawClient awake(bench.path);
  CHECK(ask(bench, deaf, "events.follow").contains("result"));
  CHECK(ask(bench, awake, "events.follow").contains("result"));
  const json record = {{"record", std::string(2000, 'r')}};
  int sent = 0;
  while (bench.subscriptions[0].notify("event", record) && sent < 10'000) {
    ++sent;
    REQUIRE(bench.subscriptions[1].notify("event", record));
    REQUIRE(answer(bench, awake)["params"] == record);
  }
  CHECK(sent > 100);
  CHECK(sent < 1'000);
}

TEST_CASE("who asks without reading is not listened to, and goes in the end") {
  ControlBench bench;
  bench.serve(Limits{.idle = 300ms});
  RawClient deaf(bench.path);
  const std::string request =
      json{
          {"jsonrpc", "2.0"}, {"id", 1}, {"method", "echo"}, {"params", {{"text", std::string(30'000, 't')}}}}
          .dump() +
      "\n";
  std::string unsent;
  std::size_t total = 0;
  const auto press = [&] {
    if (unsent.empty()) unsent = request;
    const auto size = deaf.send(unsent);
    unsent.erase(0, size);
    total += size;
    return false;
  };
  bench.run_until(press, 1s);
  CHECK(total < 4'000'000);
  RawClient next(bench.path);
  CHECK(ask(bench, next, "version")["result"]["version"] == "1");
}

TEST_CASE("answers for a client that has gone are nobody's") {
  ControlBench bench;
  bench.serve();
  {
    RawClient client(bench.path);
    client.send(R"({"jsonrpc":"2.0","id":8,"method":"later"})"
                "\n");
    REQUIRE(bench.run_until([&] { return bench.later.size() == 1; }));
    RawClient follower(bench.path);
    CHECK(ask(bench, follower, "events.follow").contains("result"));
  }
  bench.later[0].result("too late");
  CHECK(bench.run_until([&] { return !bench.subscriptions[0].notify("event", json::object()); }));
  bench.server.reset();
  bench.later[0].result("much too late");
  CHECK_FALSE(bench.subscriptions[0].notify("event", json::object()));
}

TEST_CASE("the socket is its group's, and goes with the daemon") {
  ControlBench bench;
  bench.serve();
  struct stat file {};
  REQUIRE(::stat(bench.path.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777U) == 0660U);
  bench.server.reset();
  CHECK_FALSE(std::filesystem::exists(bench.path));
}

TEST_CASE("the socket of a dead daemon is replaced, a living one's is left alone") {
  ControlBench bench;
  SECTION("dead") {
    {
      const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      bench.path.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
      REQUIRE(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
      ::close(dead);
    }
    bench.serve();
    RawClient client(bench.path);
    CHECK(ask(bench, client, "version").contains("result"));
  }
  SECTION("alive") {
    bench.serve();
    ControlBench second;
    CHECK_THROWS_WITH(second.serve(), "another liftboxd (process " + std::to_string(::getpid()) +
                                          ") answers at " + bench.path + "; stop it or choose another path");
    RawClient client(bench.path);
    CHECK(ask(bench, client, "version").contains("result"));
  }
}

TEST_CASE("a path that cannot hold the socket is named with what to do") {
  ControlBench bench;
  SECTION("something else is there") {
    std::ofstream(bench.path) << "notes";
    CHECK_THROWS_WITH(bench.serve(),
                      bench.path + " is in the way and is no socket; remove it or choose another path");
    std::filesystem::remove(bench.path);
  }
  SECTION("no directory") {
    bench.path = "/tmp/liftbox-nowhere/control.sock";
    CHECK_THROWS_WITH(bench.serve(), bench.path + ": there is no directory /tmp/liftbox-nowhere; create it");
  }
  SECTION("too long") {
    bench.path = "/tmp/" + std::string(120, 'x');
    CHECK_THROWS_WITH(bench.serve(), Catch::Contains("too long for a socket"));
  }
}
