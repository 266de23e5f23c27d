#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "agent/cli/commands.hpp"
#include "agent/cli/export_command.hpp"
#include "agent/cli/verify_command.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/sha256.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;
using nlohmann::json;

namespace {

using Lines = std::vector<std::string>;

constexpr std::int64_t written_ms = 1'767'571'200'000;  // 2026-01-05T00:00:00Z

/// A store whose notices had to go, all but the first and the newest; sealed as a box does. Alarms stand at 5
/// and 10.
struct DroppedSample {
  DroppedSample() {
    SqliteStore store{directory.path(), {{.bytes = 1, .for_alarms = 0}, ""}};
    const StoreHead head = store.open({});
    epoch = head.epoch;
    Journal journal{{"box-1", "31105000012345678901"}, {}, {head.epoch, 0, {}}};
    journal.seal_with(key);
    const Stamp now{.wall_ms = written_ms, .clock = "synced", .boot = "b"};
    const auto commit = [&](const Record& record, std::optional<Drop> drop = {}) {
      Commit all{{record}, {}, std::move(drop)};
      if (auto seal = journal.seal_if_due(now)) all.records.push_back(*seal);
      store.commit(all);
    };
    for (int i = 1; i <= 10; ++i) {
      Occurrence said;
      said.event.type = i == 4 || i == 8 ? EventType::brake_not_set : EventType::mode_normal;
      said.event.phase = i == 4 || i == 8 ? Phase::raised : Phase::noted;
      commit(journal.write(said, now));
    }
    while (const auto drop = store.to_drop(written_ms)) commit(journal.write_drop(*drop, now), *drop);
  }
  std::string store() const { return directory.path() / "records.sqlite"; }

  TemporaryDirectory directory;
  SigningKey key = SigningKey::generate();
  std::string epoch;
};

struct DropFinding {
  int code = 0;
  json said;
  const json& chain() const { return said["epochs"][0]; }
  std::string broken() const { return chain()["broken"].is_null() ? "" : chain()["broken"]["what"]; }
};

DropFinding verify(const std::string& file, const SigningKey& key) {
  std::ostringstream out;
  const int code = cli::verify_records("", {file, {key.public_key()}, true}, out);
  return {code, json::parse(out.str())};
}

Lines exported(const DroppedSample& sample) {
  std::ostringstream out;
  std::ostringstream notes;
  cli::export_records("", {"", "", sample.store(), "", false}, out, notes);
  std::istringstream in{out.str()};
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

DropFinding verify(const DroppedSample& sample, const Lines& lines) {
  const auto file = sample.directory.path() / "lines";
  std::ofstream all{file};
  for (const std::string& line : lines) all << line << '\n';
  all.close();
  return verify(file, sample.key);
}

Seq seq_of(const std::string& line) {
  return json::parse(line).at("seq");
}

/// Writes a record anew on top of the one before it.
std::string chained(const std::string& line, const std::string& before) {
  json body = json::parse(line);
  body["prev"] = to_hex(sha256(before));
  return canonical(body);
}

}  // namespace

TEST_CASE("a store that had to drop records is whole but for them, and each hole is accounted for") {
  const DroppedSample sample;
  for (const DropFinding& verdict : {verify(sample.store(), sample.key), verify(sample, exported(sample))}) {
    INFO(verdict.said.dump(1));
    CHECK(verdict.code == cli::done);
    REQUIRE(verdict.chain()["missing"].size() > 1);
    CHECK(verdict.chain()["missing"][0]["why"] == "full");
    CHECK(verdict.chain()["first"] == 1);
  }
  std::ostringstream page;
  CHECK(cli::verify_records("", {sample.store(), {}, false}, page) == cli::done);
  CHECK_THAT(page.str(), Catch::Contains("dropped to make room, says record " + sample.epoch) &&
                             Catch::Contains("whole but for what was dropped, none changed"));
}

TEST_CASE("a hole that no record accounts for is a break") {
  const DroppedSample sample;
  Lines lines = exported(sample);
  const auto alarm = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return json::parse(line)["type"] == "brake_not_set";
  });
  lines.erase(alarm);
  const DropFinding verdict = verify(sample, lines);
  CHECK(verdict.code == cli::refused);
  CHECK_THAT(verdict.broken(),
             Catch::Contains("what it says does not fit") || Catch::Contains("should come here"));
}

TEST_CASE("who takes records out and says they were dropped is not believed without the box's key") {
  const DroppedSample sample;
  Lines lines = exported(sample);
  const json last = json::parse(lines.back());
  const auto alarm = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return json::parse(line)["type"] == "brake_not_set";
  });
  const json gone = json::parse(*alarm);
  json forged = last;
  forged["type"] = records_dropped_type;
  forged["seq"] = last["seq"].get<Seq>() + 1;
  Drop drop;
  drop.ranges.push_back(
      {sample.epoch, gone["seq"], gone["seq"], *from_hex(gone["prev"].get<std::string>()), sha256(*alarm)});
  forged["evidence"] = drop_json(drop, 0);
  lines.push_back(chained(forged.dump(), lines.back()));
  REQUIRE(verify(sample, lines).code == cli::done);
  lines.erase(alarm);
  const DropFinding verdict = verify(sample, lines);
  CHECK(verdict.code == cli::refused);
  CHECK(verdict.chain()["broken"]["seq"].get<Seq>() > gone["seq"].get<Seq>());
}

TEST_CASE("what stands before a hole cannot be written anew") {
  const DroppedSample sample;
  Lines lines = exported(sample);
  json body = json::parse(lines[0]);
  REQUIRE(body["seq"] == 1);
  body["lift"] = "11105000012345678901";
  lines[0] = canonical(body);
  for (std::size_t i = 1; seq_of(lines[i]) == seq_of(lines[i - 1]) + 1; ++i)
    lines[i] = chained(lines[i], lines[i - 1]);
  const DropFinding verdict = verify(sample, lines);
  CHECK(verdict.code == cli::refused);
  CHECK_THAT(verdict.broken(), Catch::Contains("what it says does not fit the records beside them"));
}

TEST_CASE("a store whose first records were cut off is not whole; an export may begin anywhere") {
  const DroppedSample sample;
  Lines lines = exported(sample);
  REQUIRE(std::system(("sqlite3 '" + sample.store() + "' 'DELETE FROM record WHERE seq = 1'").c_str()) == 0);
  CHECK(verify(sample.store(), sample.key).code == cli::refused);
  lines.erase(lines.begin());
  CHECK(verify(sample, lines).code == cli::done);
}

TEST_CASE("a row whose columns do not say what its bytes say is named") {
  const DroppedSample sample;
  REQUIRE(std::system(("sqlite3 '" + sample.store() + "' \"UPDATE record SET type = 'other' WHERE seq = 1\"")
                          .c_str()) == 0);
  const DropFinding verdict = verify(sample.store(), sample.key);
  CHECK(verdict.code == cli::refused);
  CHECK(verdict.said["damage"] == "row 1 is damaged: its columns do not say what its bytes say: type");
}
