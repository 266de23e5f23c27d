#include "agent/runtime/sampler.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/runtime/start.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::t0;

namespace {

/// "0=12.5@+200 1=?@+5000": channel, value, milliseconds since t0.
std::string text(const std::vector<Sample>& samples) {
  std::ostringstream out;
  for (const Sample& sample : samples) {
    out << (out.tellp() > 0 ? " " : "") << sample.channel << '=';
    if (sample.value)
      out << *sample.value;
    else
      out << '?';
    out << "@+" << (sample.at - t0).count();
  }
  return out.str();
}

/// One channel, polled each second.
Sampler polled(double deadband, Duration batch = 0ms, Duration refresh = 60s) {
  return {{{.deadband = deadband, .refresh = refresh, .trusted_for = 5s}}, batch, t0};
}

/// At once.
void take(Sampler& sampler, std::size_t channel, std::optional<double> value, Moment at) {
  sampler.take(channel, value, at, at);
}

}  // namespace

TEST_CASE("a value is told when it has left the deadband around the last one told") {
  Sampler sampler = polled(0.5);
  take(sampler, 0, 20.0, t0);
  CHECK(text(sampler.collect(t0)) == "0=20@+0");

  SECTION("not while it is within") {
    take(sampler, 0, 20.5, t0 + 1s);
    take(sampler, 0, 19.5, t0 + 2s);
    CHECK(sampler.collect(t0 + 2s).empty());
  }
  SECTION("past it, with the time at which it was taken") {
    take(sampler, 0, 20.75, t0 + 1s);
    CHECK(text(sampler.collect(t0 + 1100ms)) == "0=20.75@+1000");
  }
  SECTION("a creeping one too: the band does not creep along") {
    take(sampler, 0, 20.25, t0 + 1s);
    take(sampler, 0, 20.5, t0 + 2s);
    take(sampler, 0, 20.75, t0 + 3s);
    CHECK(text(sampler.collect(t0 + 3s)) == "0=20.75@+3000");
  }
}

TEST_CASE("a step of exactly the deadband is within, also where binary fractions are a little more") {
  Sampler sampler = polled(0.1);
  take(sampler, 0, 23.4, t0);
  CHECK(sampler.collect(t0).size() == 1);
  take(sampler, 0, 23.5, t0 + 1s);
  CHECK(sampler.collect(t0 + 1s).empty());
  take(sampler, 0, 23.6, t0 + 2s);
  CHECK(sampler.collect(t0 + 2s).size() == 1);
}

TEST_CASE("without a deadband every change is told, and nothing that stays as it is") {
  Sampler sampler = polled(0);
  for (int second = 0; second < 4; ++second) take(sampler, 0, second < 2 ? 1 : second, t0 + second * 1s);
  CHECK(text(sampler.collect(t0 + 3s)) == "0=1@+0 0=2@+2000 0=3@+3000");
}

TEST_CASE("becoming unknown is a change, whatever the deadband, and so is the way back") {
  Sampler sampler = polled(1000);
  take(sampler, 0, 20.0, t0);
  take(sampler, 0, {}, t0 + 1s);
  take(sampler, 0, {}, t0 + 2s);
  take(sampler, 0, 20.0, t0 + 3s);
  CHECK(text(sampler.collect(t0 + 3s)) == "0=20@+0 0=?@+1000 0=20@+3000");
}

TEST_CASE("a polled value that nobody renews is unknown once it can no longer be trusted") {
  Sampler sampler = polled(0);
  take(sampler, 0, 20.0, t0 + 1s);
  CHECK(text(sampler.collect(t0 + 1s)) == "0=20@+1000");
  CHECK(sampler.next() == t0 + 6s);
  CHECK(sampler.collect(t0 + 6s - 1ms).empty());
  CHECK(text(sampler.collect(t0 + 6s)) == "0=?@+6000");
  CHECK(sampler.collect(t0 + 7s).empty());
}

TEST_CASE("a line that is quiet is as it was") {
  Sampler sampler{{{.refresh = 60s}}, 0ms, t0};
  take(sampler, 0, 1.0, t0);
  CHECK(text(sampler.collect(t0)) == "0=1@+0");
  CHECK(sampler.collect(t0 + 59s).empty());
  SECTION("and is told again with the time at which it still was so") {
    CHECK(text(sampler.collect(t0 + 60s)) == "0=1@+60000");
  }
}

TEST_CASE("what has been so for long is told with its time, and waits for its batch like all else") {
  Sampler sampler{{{.refresh = 60s}}, 1s, t0};
  sampler.take(0, 1.0, t0 - 30min, t0);
  CHECK(sampler.collect(t0).empty());
  CHECK(text(sampler.collect(t0 + 1s)) == "0=1@+-1800000");
  CHECK(sampler.collect(t0 + 59s).empty());
}

TEST_CASE("what nothing is heard of from the start is told to be unknown") {
  Sampler sampler{{{.trusted_for = 30s}, {}}, 0ms, t0};
  CHECK(sampler.next() == t0 + 5s);
  CHECK(sampler.collect(t0 + 5s - 1ms).empty());
  CHECK(text(sampler.collect(t0 + 5s)) == "1=?@+5000");
  CHECK(text(sampler.collect(t0 + 30s)) == "0=?@+30000");
}

TEST_CASE("a value is told again at its refresh interval") {
  Sampler sampler = polled(1000, 0ms, 10s);
  for (int second = 0; second <= 25; ++second) take(sampler, 0, second, t0 + second * 1s + 200ms);
  CHECK(text(sampler.collect(t0 + 200ms)) == "0=0@+200");

  SECTION("with the newest value and the time at which that was taken") {
    CHECK(text(sampler.collect(t0 + 25500ms)) == "0=25@+25200");
  }
  SECTION("counted from when it was told last, change or not") {
    take(sampler, 0, 5000, t0 + 26s);
    CHECK(text(sampler.collect(t0 + 26s)) == "0=5000@+26000");
    take(sampler, 0, 5000, t0 + 35s);
    CHECK(sampler.collect(t0 + 36s - 1ms).empty());
    CHECK(text(sampler.collect(t0 + 36s)) == "0=5000@+35000");
  }
  SECTION("unknown is told again too") {
    take(sampler, 0, {}, t0 + 26s);
    CHECK(text(sampler.collect(t0 + 26s)) == "0=?@+26000");
    CHECK(text(sampler.collect(t0 + 36s)) == "0=?@+36000");
  }
}

TEST_CASE("values wait for each other for the batch time, counted from the first of them") {
  Sampler sampler{{{}, {}}, 1s, t0};
  take(sampler, 0, 1.0, t0);
  take(sampler, 1, 2.0, t0 + 400ms);
  take(sampler, 0, 3.0, t0 + 900ms);
  CHECK(sampler.next() == t0 + 1s);
  CHECK(sampler.collect(t0 + 999ms).empty());
  CHECK(text(sampler.collect(t0 + 1s)) == "0=1@+0 1=2@+400 0=3@+900");
  SECTION("and the next batch has a time of its own") {
    take(sampler, 1, 4.0, t0 + 1500ms);
    CHECK(sampler.collect(t0 + 2s).empty());
    CHECK(text(sampler.collect(t0 + 2500ms)) == "1=4@+1500");
  }
  SECTION("a box that ends does not wait") {
    take(sampler, 1, 4.0, t0 + 1500ms);
    CHECK(text(sampler.flush()) == "1=4@+1500");
    CHECK(sampler.flush().empty());
  }
}

TEST_CASE("a batch that is full goes before its time") {
  Sampler sampler = polled(0, 1s);
  for (int i = 0; i < static_cast<int>(Sampler::most_in_a_batch); ++i) {
    CHECK(sampler.collect(t0 + i * 1ms).empty());
    take(sampler, 0, i, t0 + i * 1ms);
  }
  CHECK(sampler.next() < t0);
  CHECK(sampler.collect(t0 + 100ms).size() == Sampler::most_in_a_batch);
}
