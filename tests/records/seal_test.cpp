#include "agent/records/seal.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"

using namespace liftbox;
using nlohmann::json;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

Stamp at(std::int64_t wall_ms) {
  return {.wall_ms = 1'767'571'200'000 + wall_ms, .clock = "synced", .boot = "b"};
}

Journal sealing_journal(const SigningKey& key) {
  Journal journal{{"box-1", "10000000000000000001"}, {}, {"e", 0, {}}};
  journal.seal_with(key);
  return journal;
}

Record written(Journal& journal, EventType type, Phase phase, std::int64_t wall_ms) {
  Occurrence occurrence;
  occurrence.event.type = type;
  occurrence.event.phase = phase;
  return journal.write(occurrence, at(wall_ms));
}

SealCheck checked(const std::string& bytes) {
  const auto check = check_seal(json::parse(bytes));
  REQUIRE(check);
  return *check;
}

std::string foreign_judgement(const std::string& bytes) {
  FILE* pipe =
      ::popen(("printf '%s\\n' '" + bytes + "' | /usr/bin/python3 -B " CHECK_SEAL " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said;
  std::array<char, 256> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) said += piece.data();
  ::pclose(pipe);
  return said;
}

}  // namespace

TEST_CASE("a key signs as the RFC says, and is the same when it is read again") {
  // RFC 8032, 7.1, test 2, its key in PKCS #8 as RFC 8410 wraps it.
  const auto key = SigningKey::from_pem(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
      "-----END PRIVATE KEY-----\n");
  CHECK(key.public_key() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  CHECK(key.sign("\x72") ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(SigningKey::from_pem(key.pem()).public_key() == key.public_key());
}

TEST_CASE("what is no Ed25519 key is refused with what it is") {
  CHECK_THROWS_WITH(SigningKey::from_pem(""), Catch::Contains("no private key in PEM"));
  CHECK_THROWS_WITH(SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\nMC4C\n"),
                    Catch::Contains("no private key"));
  CHECK_THROWS_WITH(SigningKey::from_pem("-----BEGIN PRIVATE KEY-----\n"
                                         "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq\n"
                                         "-----END PRIVATE KEY-----\n"),
                    Catch::Contains("another kind"));
}

TEST_CASE("a box seals once a day, after an alarm at once, and not without a key") {
  const auto key = SigningKey::generate();
  Journal journal = sealing_journal(key);
  written(journal, EventType::started, Phase::noted, 0);
  REQUIRE(journal.seal_if_due(at(0)));
  CHECK_FALSE(journal.seal_if_due(at(1)));

  SECTION("a day later") {
    CHECK_FALSE(journal.seal_if_due(at(day_ms - 1)));
    CHECK(journal.seal_if_due(at(day_ms)));
    CHECK_FALSE(journal.seal_if_due(at(day_ms + 1)));
  }
  SECTION("when an entrapment is confirmed, not while it is suspected") {
    written(journal, EventType::entrapment, Phase::suspected, 10);
    CHECK_FALSE(journal.seal_if_due(at(10)));
    written(journal, EventType::entrapment, Phase::confirmed, 20);
    CHECK(journal.seal_if_due(at(20)));
    written(journal, EventType::entrapment, Phase::acknowledged, 30);
    CHECK_FALSE(journal.seal_if_due(at(30)));
  }
  SECTION("an alarm that needs no confirmation") {
    written(journal, EventType::brake_not_set, Phase::raised, 10);
    CHECK(journal.seal_if_due(at(10)));
  }
  SECTION("a clock that was set back does not put it off") {
    CHECK(journal.seal_if_due(at(-day_ms)));
  }
  SECTION("without a key") {
    Journal bare{{"box-1", ""}, {}, {"e", 0, {}}};
    written(bare, EventType::entrapment, Phase::confirmed, 0);
    CHECK_FALSE(bare.seal_if_due(at(day_ms)));
  }
}

TEST_CASE("a seal signs everything that it says, and through prev all before it") {
  const auto key = SigningKey::generate();
  Journal journal = sealing_journal(key);
  const Record before = written(journal, EventType::started, Phase::noted, 0);
  const auto seal = journal.seal_if_due(at(0));
  REQUIRE(seal);
  CHECK(json::parse(seal->bytes).at("prev") == to_hex(before.hash));
  CHECK(seal->bytes == canonical(json::parse(seal->bytes)));
  CHECK(checked(seal->bytes).good);
  CHECK(checked(seal->bytes).key == key.public_key());
  CHECK(foreign_judgement(seal->bytes) == "good\n");

  const auto changed = [&](const std::function<void(json&)>& change) {
    json body = json::parse(seal->bytes);
    change(body);
    return canonical(body);
  };
  SECTION("each member of it") {
    const json body = json::parse(seal->bytes);
    for (const auto& [member, value] : body.items()) {
      if (member == "evidence" || member == "type") continue;
      INFO(member);
      CHECK_FALSE(checked(changed([&, name = member](json& b) { b[name] = "other"; })).good);
    }
  }
  SECTION("a signature with another key") {
    const auto forged = changed([&](json& body) { sign_seal(body, SigningKey::generate()); });
    CHECK(checked(forged).good);
    CHECK(checked(forged).key != key.public_key());
  }
  SECTION("a changed record is refused by the foreign judge, too") {
    CHECK(foreign_judgement(changed([](json& b) { b["seq"] = 7; })) == "Signature was forged or corrupt\n");
  }
  SECTION("what is no signature") {
    CHECK_FALSE(checked(changed([](json& b) { b["evidence"]["signature"] = "00"; })).good);
    CHECK_FALSE(checked(changed([](json& b) { b["evidence"] = nullptr; })).good);
    CHECK_FALSE(checked(changed([](json& b) { b["evidence"].erase("key"); })).good);
  }
  SECTION("another record is no seal") {
    CHECK_FALSE(check_seal(json::parse(before.bytes)));
  }
}

TEST_CASE("when it sealed last outlives a restart") {
  const auto key = SigningKey::generate();
  const auto lift = [] { return Lift{Rules{}, LiftFacts{}, {}, Moment{}}; };
  const MemoryAnchor anchor{.boot = "b", .now = {}, .wall_ms = 0, .wall_set = true};
  Journal before = sealing_journal(key);
  written(before, EventType::started, Phase::noted, 0);
  REQUIRE(before.seal_if_due(at(0)));
  Lift watched = lift();
  const std::string memory = save_memory(watched, before, anchor);

  Journal after = sealing_journal(key);
  Lift again = lift();
  restore_memory(memory, again, after, anchor);
  CHECK_FALSE(after.seal_if_due(at(day_ms - 1)));
  CHECK(after.seal_if_due(at(day_ms)));
}
