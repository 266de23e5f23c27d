#include "agent/staff/pin_file.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "agent/staff/pin.hpp"

using namespace liftbox;

namespace {

constexpr const char* kept = "$scrypt$ln=10,r=8,p=2$c2l4dGVlbg$AAECAwQFBgcICQoLDA0ODw";

/// A file of PINs with these lines.
class File {
 public:
  explicit File(const std::string& text) {
    std::ofstream{path} << text;
    std::filesystem::permissions(path, std::filesystem::perms{0640});
  }
  ~File() { std::filesystem::remove(path); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::filesystem::path path = "/tmp/liftbox-pins-" + std::to_string(::getpid());
};

std::string trouble_with(const std::string& text) {
  const File file{text};
  try {
    read_pin_file(file.path);
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    return what.substr(what.find(':'));
  }
  return "none";
}

}  // namespace

TEST_CASE("a file of PINs has a line for each who may sign in") {
  const File file{std::string{"# firm A\n\n4711 "} + kept + "\n4712  " + kept + "\n"};
  const PinFile read = read_pin_file(file.path);
  CHECK(read.kept_forms == std::map<std::string, std::string>{{"4711", kept}, {"4712", kept}});
  CHECK_FALSE(read.open_to_all);
  SECTION("who else can read it can try them all") {
    std::filesystem::permissions(file.path, std::filesystem::perms{0644});
    CHECK(read_pin_file(file.path).open_to_all);
  }
}

TEST_CASE("a wrong line in a file of PINs is named, with the remedy") {
  const std::string good = std::string{"4711 "} + kept + "\n";
  const std::string no_pin = "this is no PIN; `liftctl pin --as WORK_NUMBER` prints such a line";
  CHECK(trouble_with(good + "4712 2468\n") == ":2: " + no_pin);
  CHECK(trouble_with("Bert " + std::string{kept}) == ":1: " + no_pin);
  CHECK(trouble_with("4711\n") == ":1: " + no_pin);
  CHECK(trouble_with(std::string{"4711 "} + kept + " Bert\n") == ":1: " + no_pin);
  CHECK(trouble_with(good + good) == ":2: 4711 has a PIN already: remove one of the two lines");
}

TEST_CASE("a file of PINs that is not there is told") {
  CHECK_THROWS_WITH(
      read_pin_file("/tmp/liftbox-no-pins"),
      "/tmp/liftbox-no-pins: No such file or directory; it must be readable by the daemon's user");
}
