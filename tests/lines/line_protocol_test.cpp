#include "drivers/lines/line_protocol.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;
using namespace std::chrono_literals;
using line_protocol::Message;
using line_protocol::parse;

TEST_CASE("an edge carries its line, its level and the kernel's time in whole milliseconds") {
  const auto edge = parse("edge door_zone 1 123456789999");
  REQUIRE(edge);
  CHECK(edge->kind == Message::Kind::edge);
  CHECK(edge->name == "door_zone");
  CHECK(edge->level);
  CHECK(edge->at == Moment{123456ms});

  const auto line = parse("line door_zone 0 0");
  REQUIRE(line);
  CHECK(line->kind == Message::Kind::line);
  CHECK_FALSE(line->level);
  CHECK(parse("liftbox-lines 1")->kind == Message::Kind::hello);
  CHECK(parse("ready")->kind == Message::Kind::ready);
}

TEST_CASE("what is no message of the line socket is told apart") {
  const auto* const text =
      GENERATE("", "ready ", "liftbox-lines 2", "edge", "edge door_zone 1", "edge door_zone 2 5",
               "edge door_zone 1 -5", "edge door_zone 1 5x", "edge door_zone 1 5 6", "edge  1 5",
               "edge door_zone 1 99999999999999999999", "wipe door_zone 1 5");
  CAPTURE(text);
  CHECK_FALSE(parse(text));
}
