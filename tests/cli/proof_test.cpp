#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "agent/cli/commands.hpp"
#include "agent/cli/export_command.hpp"
#include "agent/cli/verify_command.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/seal.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;
using nlohmann::json;

namespace {

constexpr std::int64_t start_ms = 1'767'571'200'000;  // 2026-01-05T00:00:00Z
constexpr std::int64_t hour_ms = 3'600'000;

/// A store with a record an hour, sealed as a box does.
struct Sample {
  explicit Sample(int hours) {
    SqliteStore store{directory.path()};
    const StoreHead head = store.open({});
    Journal journal{{"box-1", "31105000012345678901"}, {}, {head.epoch, 0, {}}};
    journal.seal_with(key);
    for (int hour = 0; hour < hours; ++hour) {
      const Stamp now{.wall_ms = start_ms + hour * hour_ms, .clock = "synced", .boot = "b"};
      Commit commit;
      Occurrence said;
      said.event.phase = Phase::noted;
      said.event.type = EventType::mode_normal;
      commit.records.push_back(journal.write(said, now));
      if (auto seal = journal.seal_if_due(now)) commit.records.push_back(*seal);
      store.commit(commit);
    }
  }
  std::string store() const { return directory.path() / "records.sqlite"; }
  std::string file(const std::string& name) const { return directory.path() / name; }

  TemporaryDirectory directory;
  SigningKey key = SigningKey::generate();
};

struct Finding {
  int code = 0;
  json said;
};

Finding verify(const std::string& file, const std::vector<std::string>& keys = {}) {
  std::ostringstream out;
  const int code = cli::verify_records("", {file, keys, true}, out);
  return {code, json::parse(out.str())};
}

std::vector<std::string> exported(const Sample& sample, const std::string& from = "",
                                  const std::string& to = "", bool csv = false) {
  std::ostringstream out;
  std::ostringstream notes;
  cli::export_records("", {from, to, sample.store(), "", csv}, out, notes);
  std::istringstream in{out.str()};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Finding verify_lines(const Sample& sample, const std::vector<std::string>& lines) {
  std::ofstream file{sample.file("lines")};
  for (const std::string& line : lines) file << line << '\n';
  file.close();
  return verify(sample.file("lines"), {sample.key.public_key()});
}

}  // namespace

TEST_CASE("a store is whole, and sealed by its box") {
  const Sample sample{30};
  const Finding verdict = verify(sample.store(), {sample.key.public_key()});
  CHECK(verdict.code == cli::done);
  const json& epoch = verdict.said["epochs"][0];
  CHECK(epoch["first"] == 1);
  CHECK(epoch["last"] == 32);
  CHECK(epoch["seals"] == 2);
  CHECK(epoch["sealed_upto"] == 27);
}

TEST_CASE("an export of all is whole, and says the same") {
  const Sample sample{30};
  const auto lines = exported(sample);
  CHECK(lines.size() == 32);
  CHECK(verify_lines(sample, lines).code == cli::done);
}

TEST_CASE("a time range goes on to the seal that signs its last record") {
  const Sample sample{60};
  const auto lines = exported(sample, "2026-01-05T03:00:00Z", "2026-01-05T05:00:00Z");
  CHECK(json::parse(lines.front()).at("time") == "2026-01-05T03:00:00.000+00:00");
  CHECK(json::parse(lines.back()).at("type") == "seal");
  CHECK(json::parse(lines.back()).at("time") == "2026-01-06T00:00:00.000+00:00");
  const Finding verdict = verify_lines(sample, lines);
  CHECK(verdict.code == cli::done);
  CHECK(verdict.said["epochs"][0]["first"] == 5);
  CHECK(verdict.said["epochs"][0]["sealed_upto"] == verdict.said["epochs"][0]["last"]);
}

TEST_CASE("the first record that breaks is named") {
  const Sample sample{30};
  auto lines = exported(sample);
  std::uint64_t broken = 0;
  std::string why;
  SECTION("a record was changed") {
    lines[9].replace(lines[9].find("synced"), 6, "forged");
    broken = 11;
    why = "does not follow the record before it";
  }
  SECTION("a record is missing") {
    lines.erase(lines.begin() + 9);
    broken = 11;
    why = "record 10 should come here";
  }
  SECTION("two were exchanged") {
    std::swap(lines[9], lines[10]);
    broken = 11;
    why = "record 10 should come here";
  }
  SECTION("the chain was computed anew, with a seal of somebody else") {
    json seal = json::parse(lines[26]);
    sign_seal(seal, SigningKey::generate());
    lines[26] = seal.dump();
    broken = 27;
    why = "none of those given";
  }
  SECTION("white space was put in") {
    lines[31].insert(1, " ");
    broken = 32;
    why = "not as a box writes them";
  }
  const Finding verdict = verify_lines(sample, lines);
  CHECK(verdict.code == cli::refused);
  CHECK(verdict.said["epochs"][0]["broken"]["seq"] == broken);
  CHECK_THAT(verdict.said["epochs"][0]["broken"]["what"].get<std::string>(), Catch::Contains(why));
}

TEST_CASE("a row whose bytes and hash disagree is named") {
  const Sample sample{30};
  const auto changed = sample.file("changed.sqlite");
  std::filesystem::copy(sample.store(), changed);
  const std::string sql =
      "UPDATE record SET bytes = replace(CAST(bytes AS TEXT), 'synced', 'forged') WHERE seq = 9";
  REQUIRE(std::system(("sqlite3 '" + changed + "' \"" + sql + "\"").c_str()) == 0);
  const Finding verdict = verify(changed);
  CHECK(verdict.code == cli::refused);
  CHECK(verdict.said["epochs"][0]["broken"]["seq"] == 9);
}

TEST_CASE("what is no record is named by its line") {
  const Sample sample{3};
  auto lines = exported(sample);
  lines.insert(lines.begin() + 2, "hello");
  const Finding verdict = verify_lines(sample, lines);
  CHECK(verdict.code == cli::refused);
  CHECK(verdict.said["no_record"] == "line 3 is no record: it is no JSON object");
}

TEST_CASE("files that hold no records are refused with what is wrong") {
  const Sample sample{1};
  CHECK_THROWS_WITH(verify(sample.file("nowhere")), Catch::Contains("cannot be read"));
  std::ofstream{sample.file("empty")}.close();
  CHECK_THROWS_WITH(verify(sample.file("empty")), Catch::Contains("no record"));
  const std::string other = sample.file("other.sqlite");
  REQUIRE(std::system(("sqlite3 '" + other + "' 'CREATE TABLE t (a)'").c_str()) == 0);
  CHECK_THROWS_WITH(verify(other), Catch::Contains("no store of a box"));
}

TEST_CASE("an export that fails leaves the older file as it was") {
  const Sample sample{3};
  const auto file = sample.file("week.jsonl");
  const auto write = [&](const std::string& store) {
    std::ostringstream out;
    std::ostringstream notes;
    cli::export_records("", {"", "", store, file, false}, out, notes);
  };
  write(sample.store());
  CHECK_THROWS(write(sample.file("nowhere")));
  CHECK(verify(file).code == cli::done);
}

TEST_CASE("a damaged row is exported, and named when it is verified") {
  const Sample sample{3};
  const std::string sql = "UPDATE record SET bytes = x'7b' WHERE seq = 3";
  REQUIRE(std::system(("sqlite3 '" + sample.store() + "' \"" + sql + "\"").c_str()) == 0);
  const auto lines = exported(sample);
  CHECK(lines.size() == 4);
  CHECK(verify_lines(sample, lines).said["no_record"] == "line 3 is no record: it is no JSON object");
}

TEST_CASE("a table has a row a record, with the Chinese name of the event") {
  const Sample sample{2};
  const auto rows = exported(sample, "", "", true);
  REQUIRE(rows.size() == 4);
  CHECK_THAT(rows[0], Catch::StartsWith("\xEF\xBB\xBF"
                                        "device,lift,epoch,seq,time"));
  CHECK_THAT(rows[1], Catch::StartsWith("box-1,\t31105000012345678901,") && Catch::Contains("正常运行"));
}
