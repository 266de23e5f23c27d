#include <catch2/catch.hpp>
#include <sstream>

#include "agent/elevator/trace.hpp"

using namespace liftbox;

namespace {

Trace read(const std::string& text) {
  std::istringstream in{text};
  return read_trace(in);
}

std::string mistake(const std::string& text) {
  try {
    read(text);
  } catch (const TraceError& error) {
    return error.what();
  }
  return "none";
}

const std::string head = "t_ms,signal,value\n";

}  // namespace

TEST_CASE("a trace says which signals it binds and how long it lasts") {
  const Trace trace = read("# start 2026-01-05T08:00:00+08:00\n" + head +
                           "0,service_mode,normal\n0,door_zone,1\n# a remark\n1500,door_zone,?\n2500,end,\n");
  CHECK(trace.start == "2026-01-05T08:00:00+08:00");
  REQUIRE(trace.bindings.bindings.size() == 2);
  REQUIRE(trace.readings.size() == 3);
  CHECK(trace.readings[0].value == 1);
  CHECK(trace.readings[1].quality == Quality::good);
  CHECK(trace.readings[2].quality == Quality::bad);
  CHECK(trace.readings[2].at == Moment{Duration{1500}});
  CHECK(trace.end == Moment{Duration{2500}});
}

TEST_CASE("what is not read from a moment on stands as it was read last") {
  const Trace trace = read(head + "0,car_moving,1\n1500,car_moving,!\n2000,custom.x,!\n9000,end,\n");
  REQUIRE(trace.readings.size() == 2);
  CHECK(trace.readings[1].quality == Quality::unread);
}

TEST_CASE("of two rows for one signal and instant the later wins") {
  const Trace trace = read(head + "5,door_zone,1\n5,floor,3\n5,door_zone,0\n9,end,\n");
  REQUIRE(trace.readings.size() == 2);
  CHECK(trace.readings[0].signal == Signal::door_zone);
  CHECK(trace.readings[0].value == 0);
}

TEST_CASE("a further register is read and left out: no detector knows it") {
  const Trace trace = read(head + "5,custom.oil,12.5\n6,custom.oil,?\n9,end,\n");
  CHECK(trace.readings.empty());
  CHECK(trace.bindings.bindings.empty());
}

TEST_CASE("a trace written on another system is read as well") {
  CHECK(read("\xEF\xBB\xBFt_ms,signal,value\r\n0,floor,1\r\n9,end,\r\n").readings.size() == 1);
}

TEST_CASE("what is wrong with a trace is said with its line") {
  CHECK(mistake("") == "line 1: no header t_ms,signal,value");
  CHECK(mistake("# nothing\n0,floor,1\n") == "line 2: expected the header t_ms,signal,value");
  CHECK(mistake(head + "0,floor,1\n").starts_with("line 3: no end row"));
  CHECK(mistake(head + "9,end,\n10,floor,1\n") == "line 3: a row after the end row");
  CHECK(mistake(head + "9,end,\n9,end,\n") == "line 3: a row after the end row");
  CHECK(mistake(head + "5,floor,1\n4,floor,2\n9,end,\n") == "line 3: time goes back");
  CHECK(mistake(head + "5,floor,1\n4,end,\n") == "line 3: time goes back");
  CHECK(mistake(head + "0,flor,1\n9,end,\n") == "line 2: unknown signal \"flor\"");
  CHECK(mistake(head + "0,door_zone,2\n9,end,\n") == "line 2: \"2\" is no value of door_zone");
  CHECK(mistake(head + "0,floor,\n9,end,\n") == "line 2: \"\" is no value of floor");
  CHECK(mistake(head + "0,service_mode,1\n9,end,\n") == "line 2: \"1\" is no value of service_mode");
  CHECK(mistake(head + "0,custom.oil,warm\n9,end,\n") == "line 2: \"warm\" is no value of custom.oil");
  CHECK(mistake(head + "0,floor\n9,end,\n").starts_with("line 2: expected three columns"));
  CHECK(mistake(head + "0,floor,1,2\n9,end,\n").starts_with("line 2: expected three columns"));
  CHECK(mistake(head + "0.5,floor,1\n9,end,\n").starts_with("line 2: t_ms must be a whole number"));
  CHECK(mistake(head + "-5,floor,1\n9,end,\n").starts_with("line 2: t_ms must be a whole number"));
  CHECK(mistake(head + "9223372036854775807,end,\n") ==
        "line 2: t_ms 9223372036854775807 is more than a hundred years from the start");
  CHECK(mistake(head + "9,end,0\n").starts_with("line 2: the end row has no value"));
}
