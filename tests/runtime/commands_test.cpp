#include "agent/runtime/commands.hpp"

#include <catch2/catch.hpp>

#include "agent/records/rfc3339.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

const std::string epoch = "0b54c8e7-3f0f-4be7-8f0b-0d7b2b6b3a10";

struct Platform {
  CommandIds ids;
  CommandReader reader{ids};
  Stamp now{.now = Moment{1h},
            .wall_ms = 1'800'000'000'000,
            .utc_offset_min = 480,
            .clock = "synced",
            .boot = "boot"};

  /// `rest` follows the members that every command has.
  static std::string body(const std::string& id, std::int64_t issued_ms, const std::string& rest) {
    return R"({"id":")" + id + R"(","issued":")" + format_rfc3339(issued_ms, 0) + R"(","by":"1042")" +
           (rest.empty() ? "" : "," + rest) + "}";
  }
  Command say(const std::string& name, const std::string& payload, bool retained = false) {
    return reader.read({name, payload, retained, {}, {}}, now);
  }
  Command send(const std::string& name, const std::string& rest, const std::string& id = "c-1") {
    return say(name, body(id, now.wall_ms, rest));
  }
};

std::string reason(const Command& command) {
  const auto* refusal = std::get_if<Refusal>(&command.what);
  return refusal != nullptr ? refusal->reason : "obeyed";
}

const std::string resend_rest = R"("epoch":")" + epoch + R"(","from":3,"to":9)";
const std::string receipt_rest = R"("epoch":")" + epoch + R"(","upto":17,"ranges":[[19,25],[30,30]])";

}  // namespace

TEST_CASE("a receipt names what the platform has committed") {
  Platform platform;
  const Command command = platform.send("receipt", receipt_rest);
  const auto& receipt = std::get<Receipt>(command.what);
  CHECK(receipt.epoch == epoch);
  CHECK(receipt.ranges == std::vector<SeqRange>{{1, 17}, {19, 25}, {30, 30}});
  CHECK(command.id == "c-1");
  CHECK(command.by == "1042");

  SECTION("upto and ranges may each be left out") {
    const std::string only_epoch = R"("epoch":")" + epoch + '"';
    CHECK(std::get<Receipt>(platform.send("receipt", only_epoch).what).ranges.empty());
    CHECK(std::get<Receipt>(platform.send("receipt", only_epoch + R"(,"upto":0)").what).ranges ==
          std::vector<SeqRange>{{1, 0}});
  }
  SECTION("it may come twice") {
    CHECK(reason(platform.send("receipt", receipt_rest)) == "obeyed");
  }
}

TEST_CASE("a resend names what the platform misses") {
  Platform platform;
  const Command command = platform.send("resend", resend_rest);
  CHECK(std::get<Resend>(command.what).epoch == epoch);
  CHECK(std::get<Resend>(command.what).range == SeqRange{3, 9});
}

TEST_CASE("an acknowledgement names the incident and the person") {
  Platform platform;
  const Command command = platform.send("ack", R"("incident":")" + epoch + R"(:12")");
  CHECK(std::get<Acknowledge>(command.what).incident == epoch + ":12");
  CHECK(std::get<Acknowledge>(command.what).by == "1042");
}

TEST_CASE("a self-test needs no more than every command has") {
  Platform platform;
  const Command command = platform.send("self_test", "");
  CHECK(std::holds_alternative<WantSelfTest>(command.what));
  CHECK(command.by == "1042");
}

TEST_CASE("a retained command is refused, whatever it says") {
  Platform platform;
  const auto body = Platform::body("c-1", platform.now.wall_ms, receipt_rest);
  CHECK(reason(platform.say("receipt", body, true)) == "retained: a command must never be");
}

TEST_CASE("a command beyond 64 KiB is refused unread") {
  Platform platform;
  const std::string filler(CommandReader::largest, ' ');
  CHECK(reason(platform.say("receipt", Platform::body("c-1", platform.now.wall_ms, receipt_rest) + filler)) ==
        "larger than 64 KiB");
}

TEST_CASE("an unknown command is refused, and its name is kept short") {
  Platform platform;
  CHECK(reason(platform.send("open_door", "")) == "unknown command");
  CHECK(platform.send(std::string(3000, 'x'), "").name.size() == 64);
}

TEST_CASE("a command lives for five minutes") {
  Platform platform;
  const auto at = [&](Duration age) {
    return reason(
        platform.say("receipt", Platform::body("c", platform.now.wall_ms - age.count(), receipt_rest)));
  };
  CHECK(at(5min) == "obeyed");
  CHECK(at(5min + 1ms) == "expired: issued more than 5 min ago");
  CHECK(at(-5min) == "obeyed");
  CHECK(at(-5min - 1ms) == "issued more than 5 min in the future");

  SECTION("its age is not judged while the clock is unset") {
    platform.now.clock = "unset";
    CHECK(at(24h * 365) == "obeyed");
  }
}

TEST_CASE("a command is obeyed once") {
  Platform platform;
  CHECK(reason(platform.send("resend", resend_rest)) == "obeyed");
  CHECK(reason(platform.send("resend", resend_rest)) == "replayed: the id was used before");
  CHECK(reason(platform.send("resend", resend_rest, "c-2")) == "obeyed");

  SECTION("for a day; then its age alone speaks against it") {
    platform.now.now += 24h - 1ms;
    CHECK(reason(platform.send("resend", resend_rest)) == "replayed: the id was used before");
    platform.now.now += 1ms;
    CHECK(reason(platform.send("resend", resend_rest)) == "obeyed");
  }
  SECTION("one that was refused as malformed may be sent again put right") {
    CHECK(reason(platform.send("resend", R"("epoch":"e","from":1)", "c-3")) != "obeyed");
    CHECK(reason(platform.send("resend", resend_rest, "c-3")) == "obeyed");
  }
  SECTION("by the next connection, too") {
    CommandReader next{platform.ids};
    const InboundCommand again{
        "resend", Platform::body("c-1", platform.now.wall_ms, resend_rest), false, {}, {}};
    CHECK(reason(next.read(again, platform.now)) == "replayed: the id was used before");
  }
}

TEST_CASE("a malformed command is refused with what is wrong") {
  const auto [name, payload, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"receipt", "", "no JSON object"},
      {"receipt", "[1,2]", "no JSON object"},
      {"receipt", R"({"id":"c-1","ranges":)" + std::string(20'000, '[') + std::string(20'000, ']') + "}",
       "no JSON object"},
      {"receipt", R"({"id":"c-1")", "no JSON object"},
      {"receipt", "{\"id\":\"\xff\"}", "no JSON object"},
      {"receipt", "{}", "id must be a text"},
      {"receipt", R"({"id":""})", "id must have 1 to 64 characters"},
      {"receipt", R"({"id":7})", "id must be a text"},
      {"receipt", R"({"id":"c-1"})", "by must be a text"},
      {"receipt", R"({"id":"c-1","by":"1042"})", "issued must be a text"},
      {"receipt", R"({"id":"c-1","by":"1042","issued":"yesterday"})", "issued must be an RFC 3339 time"},
  }));
  Platform platform;
  CHECK(reason(platform.say(name, payload)) == expected);
}

TEST_CASE("a command whose own members are wrong is refused with what is wrong") {
  const auto [name, rest, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"receipt", R"("upto":3)", "epoch must be a text"},
      {"receipt", R"("epoch":"e","upto":-1)", "upto must be a sequence number"},
      {"receipt", R"("epoch":"e","upto":1.5)", "upto must be a sequence number"},
      {"receipt", R"("epoch":"e","upto":18446744073709551615)", "upto must be a sequence number"},
      {"receipt", R"("epoch":"e","ranges":7)", "ranges must be a list of at most 1000 pairs"},
      {"receipt", R"("epoch":"e","ranges":[[1]])", "each of ranges must be a pair [from, to]"},
      {"receipt", R"("epoch":"e","ranges":[[9,3]])", "ranges must not run backwards"},
      {"resend", R"("epoch":"e","from":1)", "from and to must be given"},
      {"resend", R"("epoch":"e","from":"1","to":2)", "from, to must be a sequence number"},
      {"ack", "\"note\":\"seen\"", "incident must be a text"},
  }));
  Platform platform;
  CHECK(reason(platform.send(name, rest)) == expected);
}

TEST_CASE("a receipt of more than a thousand ranges is refused") {
  std::string ranges = "[1,1]";
  for (int i = 0; i < 1000; ++i) ranges += ",[1,1]";
  CHECK(reason(Platform{}.send("receipt", R"("epoch":"e","ranges":[)" + ranges + "]")) ==
        "ranges must be a list of at most 1000 pairs");
}
