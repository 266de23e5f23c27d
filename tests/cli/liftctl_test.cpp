#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <sstream>
#include <thread>

#include "protocols/control/server.hpp"
#include "tests/cli/samples.hpp"

using namespace liftbox;
using nlohmann::json;

namespace {

struct Run {
  int exit_code = -1;
  std::string text;  ///< both outputs
};

/// A stop after 20 s stands in for the deadline of a test that hangs. `typed` comes through a pipe.
Run liftctl(const std::string& arguments, const std::string& typed = "") {
  const std::string command = (typed.empty() ? "" : "echo '" + typed + "' | ") + "timeout 20 " LIFTCTL " " +
                              arguments + (typed.empty() ? " < /dev/null" : "") + " 2>&1";
  Run run;
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char bytes[4096];
  std::size_t size = 0;
  while ((size = std::fread(bytes, 1, sizeof(bytes), pipe)) > 0) run.text.append(bytes, size);
  run.exit_code = WEXITSTATUS(::pclose(pipe));
  return run;
}

/// A daemon with the samples' answers, on a thread of its own.
class FakeDaemon {
 public:
  FakeDaemon() {
    server_.emplace(io_, path_, methods());
    thread_ = std::thread([this] { io_.run(); });
  }
  FakeDaemon(const FakeDaemon&) = delete;
  FakeDaemon& operator=(const FakeDaemon&) = delete;
  ~FakeDaemon() {
    io_.stop();
    thread_.join();
  }

  Run run(const std::string& arguments, const std::string& typed = "") const {
    return liftctl("--socket " + path_ + " " + arguments, typed);
  }
  /// The params of the last question.
  json asked() {
    std::promise<json> answer;
    boost::asio::post(io_, [&] { answer.set_value(asked_); });
    return answer.get_future().get();
  }

 private:
  control::Methods methods() {
    using control::Reply;
    using control::Request;
    const auto records = [] {
      json list = json::array();
      for (const auto& record : rescue())
        list.push_back({{"id", list.size() + 1}, {"record", record.dump()}});
      return list;
    };
    return {
        {"version",
         [](const Request&, const Reply& reply) {
           reply.result({{"version", "9.9.9"}});
         }},
        {"status", [](const Request&, const Reply& reply) { reply.result(bad_day()); }},
        {"signals", [](const Request&, const Reply& reply) { reply.result(some_signals()); }},
        {"stats", [](const Request&, const Reply& reply) { reply.result(some_statistics()); }},
        {"events",
         [this, records](const Request& request, const Reply& reply) {
           asked_ = request.params;
           reply.result({{"records", records()}});
           if (!follower_) return;
           // One that was looked back on already, and a new one; then the daemon ends.
           follower_->notify("event", {{"record", rescue().back().dump()}});
           auto news = rescue().back();
           news["phase"] = "news";
           follower_->notify("event", {{"record", news.dump()}});
           boost::asio::post(io_, [this] { server_.reset(); });
         }},
        {"events.follow",
         [this](const Request&, const Reply& reply) {
           follower_ = reply.subscribe();
           reply.result(json::object());
         }},
        {"sign_in",
         [this](const Request& request, const Reply& reply) {
           asked_ = request.params;
           if (!request.params.contains("pin"))
             reply.result({{"pin_wanted", true}});
           else
             reply.result({{"work_number", request.params["by"]}, {"until", "2026-01-05T09:00:00+08:00"}});
         }},
        {"causes", [](const Request&, const Reply& reply) { reply.result(some_causes()); }},
        {"incident.cause",
         [this](const Request& request, const Reply& reply) {
           asked_ = request.params;
           reply.result({{"incident", request.params.at("incident")},
                         {"code", "0302"},
                         {"zh", "厅门锁"},
                         {"en", "landing door lock"},
                         {"suggested", true}});
         }},
        {"why_not",
         [this](const Request& request, const Reply& reply) {
           asked_ = request.params;
           if (!request.params.contains("number")) return reply.result(some_held_back());
           const bool kept = request.params.at("number") == 57;
           reply.result({{"held_back", kept ? one_held_back() : json{}}});
         }},
        {"incident",
         [this](const Request& request, const Reply& reply) {
           asked_ = request.params;
           if (request.params.value("by", "4711") == "0") {
             reply.error(control::ErrorCode::refused, "work number 0 is not known");
           } else {
             reply.result({{"incident", "7f3a41d2-9c1e-4b55-8d6e-0a1b2c3d4e5f:119"},
                           {"type", "entrapment"},
                           {"by", request.params.value("by", "4711")}});
           }
         }},
    };
  }

  boost::asio::io_context io_;
  std::string path_ = "/tmp/liftctl-test-" + std::to_string(::getpid()) + ".sock";
  std::optional<control::Server> server_;
  std::optional<control::Subscription> follower_;
  json asked_;
  std::thread thread_;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("without the daemon liftctl says so and what to do, and ends with 3") {
  const auto* const command =
      GENERATE("status", "status --json", "events", "events -f", "signals", "incident ack --as 4711");
  const auto run = liftctl(std::string("--socket /tmp/liftctl-nobody.sock ") + command);
  CAPTURE(command);
  CHECK(run.exit_code == 3);
  CHECK(run.text ==
        "liftboxd is not running (no answer at /tmp/liftctl-nobody.sock). `systemctl status liftboxd` says "
        "why; start it with `systemctl start liftboxd`, or give --socket PATH.\n");
}

TEST_CASE("wrong usage ends with 2 and names what can be typed") {
  using Case = std::pair<const char*, const char*>;
  const auto [arguments, words] =
      GENERATE(Case{"", "Subcommands:"}, Case{"stauts", "stauts"}, Case{"pin", "--as is required"},
               Case{"sign-in --as Bert", "names stay out of the records"},
               Case{"incident open --as 1", "on-site"}, Case{"events --class alert", "alarm"},
               Case{"events --type trapped", "there are entrapment, incident_cause"},
               Case{"events --since soon", "15m, 2h, 7d"}, Case{"events -n many", "-n"},
               Case{"replay /nonexistent.csv", "nonexistent"});
  const auto run = liftctl(arguments);
  CAPTURE(arguments, run.text);
  CHECK(run.exit_code == 2);
  CHECK(contains(run.text, words));
}

TEST_CASE("help ends with 0 and documents the exit codes") {
  const auto run = liftctl("--help");
  CHECK(run.exit_code == 0);
  CHECK(contains(run.text, "Exit codes: 0 done, 1 the daemon refused"));
}

TEST_CASE("replay --why-not prints what was held back beside the records, by time") {
  char directory[] = "/tmp/liftctl-test-XXXXXX";
  const std::string trace = std::string{::mkdtemp(directory)} + "/inspection.csv";
  std::ofstream{trace} << "t_ms,signal,value\n0,service_mode,inspection\n0,car_moving,0\n0,door_zone,0\n"
                          "60000,service_mode,normal\n106000,end,\n";
  const auto run = liftctl("replay --why-not " + trace);
  const auto plain = liftctl("replay " + trace);
  std::filesystem::remove_all(directory);
  REQUIRE(run.exit_code == 0);
  std::istringstream lines{run.text};
  std::string entrapment;
  std::getline(lines, entrapment);
  CHECK(json::parse(entrapment)["held_back"] == "entrapment");
  std::string stopped_outside;
  std::getline(lines, stopped_outside);
  CHECK(json::parse(stopped_outside) ==
        json{{"t_ms", 45'000},
             {"held_back", "stopped_outside_door_zone"},
             {"reason", "mode"},
             {"since", 0},
             {"by", "inspection"},
             {"snapshot", {{"service_mode", "inspection"}, {"car_moving", false}, {"door_zone", false}}}});
  const std::string rest{std::istreambuf_iterator<char>{lines}, {}};
  CHECK(rest == plain.text);
  CHECK(contains(plain.text, "stopped_outside_door_zone"));
}

TEST_CASE("replay --stats prints the hours and days of a trace, the last as far as it went") {
  char trace[] = "/tmp/liftctl-trace-XXXXXX";
  const int descriptor = ::mkstemp(trace);
  REQUIRE(descriptor >= 0);
  ::close(descriptor);
  std::ofstream{trace} << "# start 2026-01-05T23:59:00+08:00\nt_ms,signal,value\n0,car_moving,0\n0,floor,1\n"
                          "10000,car_moving,1\n15000,floor,3\n20000,car_moving,0\n120000,end,\n";
  const auto run = liftctl(std::string{"replay --stats "} + trace);
  ::unlink(trace);
  CHECK(run.exit_code == 0);
  std::istringstream lines{run.text};
  std::vector<json> documents;
  for (std::string line; std::getline(lines, line);) documents.push_back(json::parse(line));
  REQUIRE(documents.size() == 3);
  CHECK(documents[0]["from"] == "2026-01-05T23:00:00.000+08:00");
  CHECK(documents[0]["counts"]["runs_up"] == 1);
  CHECK(documents[0]["counts"]["starts"] == json{{"1", 1}});
  CHECK(documents[1]["period"] == "day");
  CHECK(documents[1]["counts"]["runs"] == 1);
  CHECK(documents[2]["from"] == "2026-01-06T00:00:00.000+08:00");
  CHECK(documents[2]["counts"]["watched_ms"] == 60'000);
  CHECK(documents[2]["total"]["runs"] == 1);
}

TEST_CASE("liftctl shows what the daemon answers, without colours in a pipe") {
  FakeDaemon daemon;
  const auto status = daemon.run("status");
  CHECK(status.exit_code == 0);
  CHECK(contains(status.text, "ALARM    #119 entrapment 困人"));
  CHECK_FALSE(contains(status.text, "\033"));
  CHECK(json::parse(daemon.run("status --json").text) == bad_day());
  CHECK(json::parse(daemon.run("signals --json").text) == some_signals());
  CHECK(contains(daemon.run("signals").text, "cabinet_temperature    -0.5 degC"));
  CHECK(json::parse(daemon.run("stats --json").text) == some_statistics());
  CHECK(contains(daemon.run("stats").text, "\nruns                       412 "));
  CHECK(daemon.run("version").text.find("liftctl " LIFTBOX_VERSION "\nliftboxd 9.9.9 at /tmp/") == 0);
}

TEST_CASE("liftctl why-not asks for the last ones, or for one of them") {
  FakeDaemon daemon;
  CHECK(contains(daemon.run("why-not").text, "the car counts as empty"));
  CHECK(daemon.asked() == json{{"limit", 10}});
  CHECK(json::parse(daemon.run("why-not --json -n 3").text) == some_held_back());
  CHECK(daemon.asked() == json{{"limit", 3}});
  CHECK(contains(daemon.run("why-not 57").text, "#57 entrapment 困人 was not raised"));
  CHECK(daemon.asked() == json{{"limit", 10}, {"number", 57}});
  const auto gone = daemon.run("why-not 3");
  CHECK(gone.exit_code == 2);
  CHECK(gone.text == "liftctl: #3 is not kept any more, or never was; `liftctl why-not` lists what is\n");
}

TEST_CASE("filters of events reach the daemon, canonical bytes come out as they are") {
  FakeDaemon daemon;
  const auto run = daemon.run(
      "events --json --class alarm --type entrapment --incident 119 -n 5 --since "
      "2026-01-05T08:00:00+08:00");
  CHECK(run.exit_code == 0);
  CHECK(daemon.asked() == json{{"class", "alarm"},
                               {"type", "entrapment"},
                               {"incident", "7f3a41d2-9c1e-4b55-8d6e-0a1b2c3d4e5f:119"},
                               {"since_ms", 1'767'571'200'000},
                               {"limit", 5}});
  std::string expected;
  for (const auto& record : rescue()) expected += record.dump() + "\n";
  CHECK(run.text == expected);
}

TEST_CASE("the documents of hours and days can be asked for by their type, too") {
  FakeDaemon daemon;
  CHECK(daemon.run("events --type statistics_day").exit_code == 0);
  CHECK(daemon.asked()["type"] == "statistics_day");
}

TEST_CASE("following shows each record once, and ends when the daemon ends") {
  FakeDaemon daemon;
  const auto run = daemon.run("events --follow");
  CHECK(run.exit_code == 3);
  CHECK(contains(run.text, "08:16:44 ALARM  entrapment 困人        news"));
  const auto first = run.text.find("cleared");
  REQUIRE(first != std::string::npos);
  CHECK(run.text.find("cleared", first + 1) == std::string::npos);
  CHECK(contains(run.text, "hung up"));
}

TEST_CASE("a technician says the cause of an incident, and sees its life") {
  FakeDaemon daemon;
  const std::string epoch = "7f3a41d2-9c1e-4b55-8d6e-0a1b2c3d4e5f";
  CHECK(daemon.run("incident cause 90 0302 --as 4711 --note worn").text ==
        "cause of #90: 0302 厅门锁 landing door lock, by 4711, as the box suggested\n");
  CHECK(daemon.asked() ==
        json{{"incident", epoch + ":90"}, {"code", "0302"}, {"by", "4711"}, {"note", "worn"}});
  CHECK(daemon.run("incident cause 90 --as 4711").exit_code == 2);
  CHECK(contains(daemon.run("incident causes").text, "0301 * 轿门锁 car door lock"));
  CHECK(contains(daemon.run("incident show 118").text, "cleared"));
  CHECK(daemon.asked() == json{{"incident", epoch + ":118"}, {"limit", 1000}});
  CHECK(daemon.run("incident show").exit_code == 2);
}

TEST_CASE("a technician takes note of an incident by its number") {
  FakeDaemon daemon;
  const auto run = daemon.run("incident ack 119 --as 4711");
  CHECK(run.text == "acknowledged: entrapment 困人 #119, by 4711\n");
  CHECK(daemon.asked() ==
        json{{"action", "ack"}, {"by", "4711"}, {"incident", "7f3a41d2-9c1e-4b55-8d6e-0a1b2c3d4e5f:119"}});
  CHECK(daemon.run("incident on-site --as 4711").exit_code == 0);
  CHECK(daemon.asked() == json{{"action", "on_site"}, {"by", "4711"}});
  CHECK(daemon.run("incident ack 119").text == "acknowledged: entrapment 困人 #119, by 4711\n");
  CHECK_FALSE(daemon.asked().contains("by"));
  CHECK(daemon.run("incident ack soon --as 4711").exit_code == 2);
  const auto refused = daemon.run("incident close --as 0");
  CHECK(refused.exit_code == 1);
  CHECK(refused.text == "liftctl: the daemon refused: work number 0 is not known\n");
}

TEST_CASE("a technician signs in, with a PIN where the box keeps one") {
  FakeDaemon daemon;
  const auto run = daemon.run("sign-in --as 4711", "246810");
  CHECK(run.text == "4711 is signed in until 2026-01-05T09:00:00+08:00\n");
  CHECK(daemon.asked() == json{{"by", "4711"}, {"pin", "246810"}});
  const auto without = daemon.run("sign-in --as 4711");
  CHECK(without.exit_code == 2);
  CHECK(without.text == "liftctl: no PIN was given\n");
}

TEST_CASE("a PIN becomes a line of the file of PINs, on any machine") {
  const auto run = liftctl("pin --as 4711", "2468");
  CHECK(run.exit_code == 0);
  CHECK(contains(run.text, "4711 $scrypt$ln="));
  CHECK(liftctl("pin --as 4711", "246").text == "liftctl: a PIN has 4 to 64 characters\n");
}
