#include "agent/runtime/credential_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <future>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

constexpr auto day = 24h;
constexpr WallTime today{std::chrono::hours{24 * 20'000}};

class HandClock final : public Clock {
 public:
  explicit HandClock(const HandTime& time) : time_{time} {}
  ClockQuality said = ClockQuality::synced;

  Moment now() const override { return time_.now; }
  WallTime wall() const override { return today + (time_.now - begun_); }
  ClockQuality quality() const override { return said; }
  std::chrono::minutes utc_offset() const override { return 0min; }
  const std::string& boot() const override { return boot_; }

 private:
  const HandTime& time_;
  Moment begun_ = time_.now;
  std::string boot_ = "boot";
};

/// A watch on files that are as the test says.
class Watched {
 public:
  CredentialReport files;
  HandTime time;
  HandClock clock{time};
  int changes = 0;
  std::vector<std::string> warnings;
  std::vector<std::pair<std::string, std::int64_t>> ends;

  void start() {
    watch_.start();
    settle();
  }
  void pass(Duration span) {
    const Moment until = time.now + span;
    while (time.fire_next(until)) settle();
    time.now = until;
  }
  /// Long, by looking once a day only.
  void pass_days(int days) {
    for (int i = 0; i < days; ++i) {
      time.now += day - CredentialWatch::interval;
      pass(CredentialWatch::interval);
    }
  }
  void add(const std::string& what, WallTime until) { files.terms.push_back({what, "file", "box", until}); }

 private:
  void settle() {
    std::promise<void> idle;
    worker_.post([&] { idle.set_value(); });
    idle.get_future().wait();
    agent_.restart();
    agent_.poll();
  }

  boost::asio::io_context agent_{1};
  Worker worker_{"mqtt", 8};
  CredentialWatch watch_{
      {.read = [this] { return files; },
       .worker = worker_,
       .post = post_to(agent_),
       .look = time.timer(),
       .clock = clock},
      {.changed = [this] { ++changes; },
       .warned = [this](const std::string& what) { warnings.push_back(what); },
       .ends = [this](const Term& term, std::int64_t days) { ends.emplace_back(term.what, days); }}};
};

using Ends = std::vector<std::pair<std::string, std::int64_t>>;

}  // namespace

TEST_CASE("the end of a certificate is told once a day from 30 days before, and after it too") {
  Watched watched;
  watched.add("certificate", today + 32 * day);
  watched.start();
  watched.pass_days(2);
  CHECK(watched.ends.empty());  // just 30 days are left
  watched.pass(1min);
  CHECK(watched.ends == Ends{{"certificate", 29}});
  watched.pass_days(2);
  CHECK(watched.ends == Ends{{"certificate", 29}, {"certificate", 28}, {"certificate", 27}});
  watched.pass_days(30);
  CHECK(watched.ends.back() == Ends::value_type{"certificate", -3});
  CHECK(watched.ends.size() == 33);
}

TEST_CASE("a renewed certificate ends the warnings") {
  Watched watched;
  watched.add("certificate", today + 10 * day);
  watched.start();
  CHECK(watched.ends.size() == 1);
  watched.files.terms[0].until = today + 400 * day;
  watched.pass_days(5);
  CHECK(watched.ends.size() == 1);
}

TEST_CASE("a list of revoked certificates, which renews itself, is warned of on its last day only") {
  Watched watched;
  watched.add("revocation list", today + 7 * day);
  watched.start();
  watched.pass_days(6);
  CHECK(watched.ends.empty());
  watched.pass(1min);
  CHECK(watched.ends == Ends{{"revocation list", 0}});
}

TEST_CASE("a box whose clock was never set knows no ends") {
  Watched watched;
  watched.clock.said = ClockQuality::unset;
  watched.add("certificate", today - day);
  watched.start();
  watched.pass(5min);
  CHECK(watched.ends.empty());
  watched.clock.said = ClockQuality::synced;
  watched.pass(1min);
  CHECK(watched.ends.size() == 1);
}

TEST_CASE("files that changed are told, at most a quarter of a minute after") {
  Watched watched;
  watched.start();
  CHECK(watched.changes == 0);
  watched.files.changed = true;
  watched.pass(15s);
  CHECK(watched.changes == 1);
  watched.files.changed = false;
  watched.pass(10min);
  CHECK(watched.changes == 1);
}

TEST_CASE("what is wrong with the files is told once, and again when it is something else") {
  Watched watched;
  watched.files.trouble = "there is no such file";
  watched.files.warnings = {"every user can read the key"};
  watched.start();
  watched.pass(5min);
  CHECK(watched.warnings == std::vector<std::string>{"there is no such file", "every user can read the key"});
  watched.files.trouble = "the key does not belong to it";
  watched.pass(5min);
  CHECK(watched.warnings.back() == "the key does not belong to it");
  CHECK(watched.warnings.size() == 3);
  watched.files = {};
  watched.pass(1min);
  watched.files.trouble = "there is no such file";
  watched.pass(5min);
  CHECK(watched.warnings.size() == 4);
}
