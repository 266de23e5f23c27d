#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "agent/cli/commands.hpp"
#include "agent/cli/profile_command.hpp"

using namespace liftbox;
namespace fs = std::filesystem;

namespace {

constexpr const char* regions = SOURCE_ROOT "/protocols/profiles/regions";

std::string text_of(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// What `liftctl profile check mine.toml` says of a region, with the directory left out.
std::string said_of(const std::string& table) {
  const fs::path directory = fs::temp_directory_path() / ("liftbox-region-" + std::to_string(::getpid()));
  fs::create_directory(directory);
  std::ofstream{directory / "mine.toml"} << table;
  std::ostringstream out;
  const int code = cli::check_profiles(
      {{(directory / "mine.toml").string()}, 9600, SOURCE_ROOT "/protocols/profiles"}, out);
  fs::remove_all(directory);
  std::string said = out.str();
  const std::string start = directory.string() + "/";
  for (auto at = said.find(start); at != std::string::npos; at = said.find(start))
    said.erase(at, start.size());
  CHECK(code == (said.find(": good: ") != std::string::npos ? cli::done : cli::bad_config));
  return said;
}

/// The national table under another name, with one thing changed.
std::string national(const std::string& before, const std::string& after) {
  std::string text = text_of(fs::path{regions} / "national.toml");
  const auto change = [&](const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  change("name = \"national\"", "name = \"mine\"");
  if (!before.empty()) change(before, after);
  return text;
}

constexpr const char* addition = R"(name = "mine"
extends = "national"
sources = "the city's notice 12"
)";

}  // namespace

TEST_CASE("a region that may be used is told in one line", "[profile]") {
  CHECK_THAT(said_of(addition + std::string{"numbers = [\"120\"]\n[codes.entrapment]\nnumber = 120\n"}),
             Catch::StartsWith("mine.toml: good: region mine, extends national, ") &&
                 Catch::EndsWith(" with a number\n"));
  CHECK_THAT(said_of(national("", "")), Catch::StartsWith("mine.toml: good: region mine, "));
}

TEST_CASE("an event type that the box does not raise is told", "[profile]") {
  CHECK(said_of(addition + std::string{R"(numbers = ["101", "102"]
[codes.entrapmnt]
number = 101
zh = "困人"
en = "entrapment"
[codes.lift_shaft_flooded]
number = 102
zh = "井道进水"
en = "lift shaft flooded"
)"}) == R"(mine.toml:6:1: the box raises no 'entrapmnt': did you mean 'entrapment'?
mine.toml:10:1: the box raises no 'lift_shaft_flooded': write [not_told.NUMBER] for what it cannot tell
)");
}

TEST_CASE("a number that the source lists and the table forgot is told", "[profile]") {
  SECTION("of the national table") {
    CHECK(said_of(national("gb24476 = 43\n", "")) ==
          "mine.toml:4:1: 43 stands for nothing: write [codes.TYPE] with gb24476 = 43, or [not_told.43]\n");
  }
  SECTION("of an addition, for which the national table's number is none") {
    CHECK(said_of(addition + std::string{"numbers = [\"7-9\"]\n[codes.overspeed]\nnumber = 9\n"}) ==
          "mine.toml:4:1: 7, 8 stand for nothing: write [codes.TYPE] with number = 7, or [not_told.7]\n");
  }
  SECTION("as is one that the source does not list") {
    CHECK(said_of(addition + std::string{"numbers = [\"10\"]\n[codes.overspeed]\nnumber = 10\n"
                                         "[codes.entrapment]\nnumber = 12\n"}) ==
          "mine.toml:8:1: 12 is none of 'numbers': add it there, or correct it\n");
  }
  SECTION("unless the box cannot tell of it, and says so") {
    CHECK_THAT(said_of(addition + std::string{"numbers = [\"10-11\"]\n[codes.overspeed]\nnumber = 10\n"
                                              "[not_told.11]\nzh = \"其他\"\nen = \"other\"\n"}),
               Catch::Contains(": good: "));
  }
  SECTION("and a table that does not say what its source lists") {
    CHECK(said_of(addition + std::string{"[codes.overspeed]\nnumber = 9\n"}) ==
          "mine.toml:2:1: 'numbers' is missing: give those of the source, as in numbers = [\"1-8\", \"90\"], "
          "so that a gap shows\n");
  }
}

TEST_CASE("an event or a mode of which a table says nothing is told", "[profile]") {
  CHECK(said_of(national("[codes.overspeed]\nzh = \"轿厢超速\"\nen = \"car overspeed\"\n", "")) ==
        "mine.toml:13:1: nothing is said of overspeed: write [codes.NAME] with the texts of each\n");
  CHECK_THAT(
      said_of(national(
          "[service_modes.earthquake]\ngb24476 = 6\nzh = \"地震模式\"\nen = \"earthquake mode\"\n", "")),
      Catch::EndsWith(
          ": nothing is said of earthquake: write [service_modes.NAME] with the texts of each\n"));
}
