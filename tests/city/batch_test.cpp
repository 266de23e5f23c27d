#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/sha256.hpp"
#include "protocols/city/address.hpp"
#include "protocols/city/commands.hpp"
#include "protocols/city/intake.hpp"
#include "protocols/city/sorting.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

namespace {

const Diary diary{"lift-1", "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9"};

Sha256 hash_of(Seq seq) {
  return seq == 0 ? Sha256{} : sha256(std::to_string(seq));
}

Arrival arrival(Seq seq) {
  Arrival made;
  made.diary = diary;
  made.seq = seq;
  made.hash = hash_of(seq);
  made.prev = hash_of(seq - 1);
  made.letter = {"topic", std::string(500, 'x')};
  return made;
}

Arrival forged(Seq seq) {
  Arrival made = arrival(seq);
  made.hash = sha256("forged");
  return made;
}

Ledger ledger_with(std::initializer_list<Seq> seqs) {
  Ledger ledger;
  for (const Seq seq : seqs) ledger[{diary, seq}] = {hash_of(seq), hash_of(seq - 1)};
  return ledger;
}

std::vector<Seq> seqs_of(const std::vector<Arrival>& arrivals) {
  std::vector<Seq> seqs;
  for (const Arrival& one : arrivals) seqs.push_back(one.seq);
  return seqs;
}

class NoonClock final : public Clock {
 public:
  Moment now() const override { return Moment{}; }
  WallTime wall() const override { return WallTime{std::chrono::milliseconds{1'767'600'000'000}}; }
  ClockQuality quality() const override { return ClockQuality::synced; }
  std::chrono::minutes utc_offset() const override { return std::chrono::hours{8}; }
  const std::string& boot() const override { return boot_; }

 private:
  std::string boot_;
};

}  // namespace

TEST_CASE("records that are here are dropped, others are written in the order of their numbers") {
  const Sorted sorted =
      sort_batch({arrival(5), arrival(2), arrival(3), arrival(3), arrival(1)}, ledger_with({1}));
  CHECK(seqs_of(sorted.fresh) == std::vector<Seq>{2, 3, 5});
  CHECK(seqs_of(sorted.repeats) == std::vector<Seq>{1, 3});
  CHECK(sorted.set_aside.empty());
}

TEST_CASE("the same key with another hash is set aside, here and within one batch") {
  const Sorted here = sort_batch({forged(1)}, ledger_with({1}));
  REQUIRE(here.set_aside.size() == 1);
  CHECK(here.set_aside[0].reason == "another record with this key is here");
  const Sorted within = sort_batch({arrival(4), forged(4)}, {});
  CHECK(seqs_of(within.fresh) == std::vector<Seq>{4});
  CHECK(within.set_aside.size() == 1);
}

TEST_CASE("what does not fit beside its neighbours is set aside, whichever came first") {
  CHECK(sort_batch({forged(2)}, ledger_with({3})).set_aside.at(0).reason ==
        "record 3, which is here, does not follow it");
  Arrival other_past = arrival(2);
  other_past.prev = sha256("another past");
  CHECK(sort_batch({other_past}, ledger_with({1})).set_aside.at(0).reason ==
        "it does not follow record 1, which is here");
  CHECK(sort_batch({other_past}, ledger_with({5})).set_aside.empty());
  const Sorted within = sort_batch({arrival(3), forged(2)}, {});
  CHECK(seqs_of(within.fresh) == std::vector<Seq>{2});
  CHECK(within.set_aside.at(0).arrival.seq == 3);
}

TEST_CASE("only a record and its neighbours are looked up") {
  const auto keys = neighbourhood({arrival(1), arrival(2), arrival(9)});
  std::vector<Seq> seqs;
  for (const auto& [of, seq] : keys) seqs.push_back(seq);
  CHECK(seqs == std::vector<Seq>{1, 2, 3, 8, 9, 10});
}

TEST_CASE("a receipt says what is here in ranges, at most a thousand in one command") {
  CHECK(runs({9, 3, 5, 4, 4, 12}, 3) == std::vector<SeqRange>{{4, 5}, {9, 9}, {12, 12}});
  const NoonClock clock;
  const CommandWriter writer{"lift/v1", "city", clock};
  const auto one = writer.receipt({diary, 17, {{19, 25}}});
  REQUIRE(one.size() == 1);
  CHECK(one[0].topic == "lift/v1/lift-1/cmd/receipt");
  json said = json::parse(one[0].payload);
  CHECK(said.at("id").get<std::string>().size() == 36);
  said.erase("id");
  CHECK(said == json{{"by", "city"},
                     {"epoch", diary.epoch},
                     {"issued", "2026-01-05T16:00:00.000+08:00"},
                     {"ranges", {{19, 25}}},
                     {"upto", 17}});
  Receipt scattered{diary, 1, {}};
  for (Seq seq = 1; seq <= 1001; ++seq) scattered.ranges.push_back({2 * seq + 1, 2 * seq + 1});
  const auto two = writer.receipt(scattered);
  REQUIRE(two.size() == 2);
  CHECK(json::parse(two[0].payload).at("ranges").size() == 1000);
  CHECK(json::parse(two[1].payload).at("ranges").size() == 1);
}

TEST_CASE("a request names the range that is missing") {
  const NoonClock clock;
  const Command command = CommandWriter{"lift/v1", "city", clock}.resend({diary, {3, 8}});
  CHECK(command.topic == "lift/v1/lift-1/cmd/resend");
  CHECK(json::parse(command.payload).at("from") == 3);
  CHECK(json::parse(command.payload).at("to") == 8);
}

TEST_CASE("while the database is away what waits is bounded, and what was let go is asked for afterwards") {
  Intake intake{10'000};
  for (Seq seq = 1; seq <= 20; ++seq) intake.take(arrival(seq), 0);
  CHECK(intake.bytes() <= 10'000);
  const std::size_t let_go = intake.let_go();
  CHECK(let_go > 0);
  const Batch batch = intake.next();
  CHECK(batch.records.size() == 20 - let_go);
  CHECK(batch.lost == std::map<Diary, Seq>{{diary, 20}});
  CHECK(intake.empty());
  CHECK(intake.bytes() == 0);
}

TEST_CASE("a batch takes a thousand at most, and of a box's documents the newest") {
  Intake intake{std::size_t{1} << 30};
  for (Seq seq = 1; seq <= 1500; ++seq) intake.take(arrival(seq), 0);
  intake.take(Document{Document::Kind::state, "lift-1", "old", {}}, 0);
  intake.take(Document{Document::Kind::state, "lift-1", "new", {}}, 0);
  intake.take(Document{Document::Kind::status, "lift-1", "status", {}}, 7);
  CHECK(intake.next().size() == 1000);
  const Batch rest = intake.next();
  CHECK(rest.records.size() == 500);
  REQUIRE(rest.documents.size() == 2);
  CHECK(rest.documents[1].text == "new");
  CHECK(rest.heard_ms == 7);
  CHECK(intake.bytes() == 0);
}

TEST_CASE("the broker's address is checked before anything begins") {
  const auto judged = [](const char* broker, bool insecure = false, const char* ca = "",
                         const char* cert = "") {
    Subscriber::Settings settings;
    settings.broker = broker;
    settings.ca_file = ca;
    settings.cert_file = cert;
    return why_not(settings, insecure);
  };
  CHECK(judged("mqtt://127.0.0.1:1883").empty());
  CHECK(judged("mqtt://[::1]:1883").empty());
  CHECK(judged("mqtt://localhost:1883").empty());
  CHECK(judged("mqtts://mqtt.example.org:8883", false, "ca.pem").empty());
  CHECK(judged("mqtt://10.0.0.1:1883", true).empty());
  CHECK(judged("mqtt://10.0.0.1:1883").find("unencrypted") != std::string::npos);
  CHECK(judged("mqtt://127.0.0.1.example.org:1883").find("unencrypted") != std::string::npos);
  CHECK(judged("mqtts://mqtt.example.org:8883").find("--ca-file") != std::string::npos);
  CHECK(judged("mqtts://mqtt.example.org:8883", false, "ca.pem", "cert.pem").find("--key-file") !=
        std::string::npos);
  CHECK(judged("127.0.0.1:1883").find("mqtt://HOST:PORT") != std::string::npos);
  CHECK(judged("mqtt://127.0.0.1").find("mqtt://HOST:PORT") != std::string::npos);
}
