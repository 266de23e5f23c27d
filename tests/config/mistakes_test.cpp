#include "agent/config/mistakes.hpp"

#include <catch2/catch.hpp>

#include "agent/config/units.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using test::Files;

namespace {

std::string mistakes_in(const std::filesystem::path& file) {
  try {
    load_site(file, Files::profiles());
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

const std::vector<std::string> keys{"door_close_s", "device", "password_file", "rated_speed_mm_s"};

}  // namespace

TEST_CASE("a word that nobody knows brings the one that was probably meant", "[config]") {
  CHECK(nearest("devise", keys) == "device");
  CHECK(nearest("password", keys) == "password_file");
  CHECK(nearest("colour", keys).empty());
  CHECK(suggestion("colour", keys) == "choose from door_close_s, device, password_file, rated_speed_mm_s");
}

TEST_CASE("mistakes come in the order of the files, a line each", "[config]") {
  const ConfigError error{
      {{"b.toml", 1, 1, "second"}, {"a.toml", 10, 2, "last of a"}, {"a.toml", 2, 3, "x"}}};
  CHECK(std::string{error.what()} == "a.toml:2:3: x\na.toml:10:2: last of a\nb.toml:1:1: second");
}

TEST_CASE("a file that cannot be read says why", "[config]") {
  const Files files;
  const std::string folder = files.directory().string();
  CHECK(mistakes_in(files.directory() / "no.toml") ==
        folder + "/no.toml: there is no such file: correct the path");
  CHECK(mistakes_in(files.directory()) == folder + ": is a directory: name the file in it");
  CHECK(mistakes_in("/dev/null") == "/dev/null: is no regular file: name a TOML file");
  const auto large = files.write("large.toml", std::string(1'000'001, '#'));
  CHECK(mistakes_in(large) == large.string() + ": is larger than 1000000 bytes: name a TOML file");
}

TEST_CASE("a number is understood in the unit that was written", "[config]") {
  CHECK(number_in_unit_of("door_close_s", "3 min") == "180");
  CHECK(number_in_unit_of("door_close_s", "250ms") == "0.25");
  CHECK(number_in_unit_of("button_ms", "0.5 s") == "500");
  CHECK(number_in_unit_of("rated_speed_mm_s", "1.75 m/s") == "1750");
  CHECK(number_in_unit_of("port", " 1883 ") == "1883");
  SECTION("not where it is of another kind, or no number") {
    CHECK_FALSE(number_in_unit_of("door_close_s", "3 kg"));
    CHECK_FALSE(number_in_unit_of("port", "3 s"));
    CHECK_FALSE(number_in_unit_of("door_close_s", "soon"));
    CHECK_FALSE(number_in_unit_of("door_close_s", "3 bananas"));
  }
}

TEST_CASE("a key in another unit, or without one, is known", "[config]") {
  CHECK(key_in_other_unit("door_close_ms", keys) == "door_close_s");
  CHECK(key_in_other_unit("door_close", keys) == "door_close_s");
  CHECK(key_in_other_unit("rated_speed_m_s", keys) == "rated_speed_mm_s");
  CHECK_FALSE(key_in_other_unit("device_s", keys));
  CHECK(converted("door_close_ms", 180'000, "door_close_s") == "180");
  CHECK(converted("door_close", 180, "door_close_s") == "180");
  CHECK(unit_words("rated_speed_mm_s") == "mm/s");
  CHECK(unit_words("device").empty());
}

TEST_CASE("a heading that names nothing is a mistake, and ends no program", "[config]") {
  const Files files;
  const auto file = files.write("site.toml", "[\\\n");
  CHECK_FALSE(mistakes_in(file).empty());
}
