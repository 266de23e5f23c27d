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

constexpr const char* profile_head = R"(name = "mine"
description = "a controller of our own"
sources = "its manual, issue 3"
tried_on = "nothing yet"
)";

/// What `liftctl profile check mine.toml` prints, with the directory left out.
class Check {
 public:
  explicit Check(const std::string& profile, int baud = 9600) {
    fs::create_directory(directory_);
    std::ofstream{file_} << profile;
    std::ostringstream out;
    code = cli::check_profiles({{file_.string()}, baud, SOURCE_ROOT "/protocols/profiles"}, out);
    said = out.str();
    for (auto at = said.find(directory_.string()); at != std::string::npos;
         at = said.find(directory_.string()))
      said.erase(at, directory_.string().size() + 1);
  }
  ~Check() { fs::remove_all(directory_); }
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;

  int code = 0;
  std::string said;

 private:
  fs::path directory_ = fs::temp_directory_path() / ("liftbox-profile-" + std::to_string(::getpid()));
  fs::path file_ = directory_ / "mine.toml";
};

std::string controller(const std::string& registers) {
  return profile_head + registers;
}

}  // namespace

TEST_CASE("every profile that is shipped is good", "[profile]") {
  cli::ProfileCheckOptions options;
  for (const char* folder :
       {"board/profiles", "protocols/profiles/controllers", "protocols/profiles/regions"})
    for (const fs::directory_entry& entry : fs::directory_iterator{fs::path{SOURCE_ROOT} / folder})
      if (entry.path().extension() == ".toml") options.files.push_back(entry.path().string());
  REQUIRE(options.files.size() >= 7);
  std::ostringstream out;
  const int code = cli::check_profiles(options, out);
  CAPTURE(out.str());
  CHECK(code == cli::done);
}

TEST_CASE("a profile that may be used is told in one line", "[profile]") {
  const Check check{controller(R"([[register]]
signal = "floor"
address = 0x1018
)")};
  CHECK(check.code == cli::done);
  CHECK(check.said ==
        "mine.toml: good: controller mine, 1 signal in 1 request, at least 3 % of the bus at 9600 baud, "
        "tried "
        "on: nothing yet\n");
}

TEST_CASE("a profile says what it is, where it is from and what it was tried on", "[profile]") {
  const Check check{R"(name = "other"
[[register]]
signal = "floor"
address = 0
)"};
  CHECK(check.code == cli::bad_config);
  CHECK(check.said ==
        R"(mine.toml:1:1: 'name' is "other", and site files find it as "mine": rename one of the two
mine.toml:1:1: 'sources' is missing: name the manual, table or drawing that the facts are from
mine.toml:1:1: 'description' is missing: say in a few words what it fits
mine.toml:1:1: 'tried_on' is missing: name the hardware it was tried on, or write "nothing yet"
)");
}

TEST_CASE("what the daemon refuses is refused in the same words", "[profile]") {
  const Check check{controller("[[register]]\nsignal = \"flor\"\naddress = 0\n")};
  CHECK(check.code == cli::bad_config);
  CHECK(check.said == "mine.toml:6:10: there is no signal 'flor': did you mean 'floor'?\n");
}

TEST_CASE("registers that overlap are told", "[profile]") {
  SECTION("a value of two registers and its neighbour") {
    const Check check{controller(R"([[register]]
signal = "car_position"
address = 3
type = "i32"
[[register]]
signal = "floor"
address = 4
)")};
    CHECK(check.said ==
          "mine.toml:10:1: 'floor' reads what 'car_position' reads at address 3 too: correct one of the "
          "addresses, bits or types, or give both 'values'\n");
  }
  SECTION("a bit that is given twice") {
    const Check check{controller(R"([[register]]
signal = "door_open"
address = 8
bit = 2
[[register]]
signal = "door_closed"
address = 8
bit = 2
)")};
    CHECK(check.said ==
          "mine.toml:10:1: 'door_closed' reads what 'door_open' reads at address 8 too: correct one of "
          "the addresses, bits or types, or give both 'values'\n");
  }
  SECTION("not two bits of one register, nor the same address of another function") {
    CHECK(Check{controller(R"([[register]]
signal = "door_open"
address = 8
bit = 2
[[register]]
signal = "door_closed"
address = 8
bit = 3
[[register]]
signal = "floor"
address = 8
function = 4
)")}
              .code == cli::done);
  }
  SECTION("not two signals that are told from the states of one register") {
    CHECK(Check{controller(R"([[register]]
signal = "door_open_command"
address = 9
values = { 0 = 0, 1 = 1, 2 = 0 }
[[register]]
signal = "car_moving"
address = 9
values = { 0 = 0, 1 = 0, 2 = 1 }
)")}
              .code == cli::done);
  }
}

TEST_CASE("values that are not complete are told", "[profile]") {
  SECTION("a mode in which a mechanic would be taken for a passenger") {
    const Check check{controller(R"([[register]]
signal = "service_mode"
address = 0
values = { 1 = "normal", 2 = "firefighter" }
)")};
    CHECK(
        check.said ==
        "mine.toml:6:1: 'service_mode' can never be inspection: add the content that means it to 'values'\n");
  }
  SECTION("a content that the bits cannot have") {
    const Check check{controller(R"([[register]]
signal = "car_direction"
address = 0
bit = 4
bit_count = 2
values = { 0 = "none", 1 = "up", 2 = "down", 4 = "none" }
)")};
    CHECK(
        check.said ==
        "mine.toml:6:1: 'car_direction' never reads 4: 'values' has it, the register's content is 0 to 3\n");
  }
  SECTION("a switch of several bits") {
    const Check check{controller(R"([[register]]
signal = "car_moving"
address = 0
bit = 8
bit_count = 4
)")};
    CHECK(check.said ==
          "mine.toml:6:1: 'car_moving' is on or off, and 4 bits are more: say by 'values' which contents "
          "are 0 and which 1\n");
  }
  SECTION("names of faults that nobody reads") {
    const Check check{controller(R"([[register]]
signal = "floor"
address = 0
[faults]
41 = { what = "safety chain open" }
)")};
    CHECK(check.said ==
          "mine.toml:9:1: [faults] names numbers that no register tells: add 'controller_fault'\n");
  }
}

TEST_CASE("intervals that the bus cannot keep are told at its baud rate", "[profile]") {
  const std::string profile = controller(R"([[register]]
signal = "floor"
address = 0
interval_ms = 20
)");
  const Check slow{profile, 9600};
  CHECK(slow.code == cli::bad_config);
  CHECK(
      slow.said ==
      "mine.toml:1:1: reading takes 126 % of the time at 9600 baud, even if the controller answers at once: "
      "lengthen 'interval_ms', or check with the installation's --baud\n");
  CHECK(Check{profile, 19200}.code == cli::done);
}

TEST_CASE("a board's ports and pins are given once", "[profile]") {
  const Check check{std::string{profile_head} + R"([serial_ports]
rs485 = "/dev/ttyS1"
rs485_2 = "/dev/ttyS1"
usb = "ttyUSB0"
[[line]]
name = "DI1"
chip = "gpiochip0"
offset = 7
[[line]]
name = "DI2"
chip = "gpiochip0"
offset = 7
)"};
  CHECK(check.said == R"(mine.toml:6:1: 'rs485' and 'rs485_2' are both /dev/ttyS1: correct one
mine.toml:6:1: 'usb' is ttyUSB0: give its device, below /dev
mine.toml:14:1: DI1 and DI2 are both gpiochip0 line 7: correct one
)");
}

TEST_CASE("a site file is no profile", "[profile]") {
  const Check check{"device = \"lift-1\"\n"};
  CHECK(check.code == cli::bad_config);
  CHECK_THAT(check.said,
             Catch::Contains("mine.toml:1:1: this is no profile") && Catch::Contains("liftctl config check"));
}

TEST_CASE("addresses copied from a manual that counts from 40001 are told of", "[profile]") {
  const auto with_address = [](const std::string& first, const std::string& second) {
    return Check{controller("[[register]]\nsignal = \"floor\"\naddress = " + first +
                            "\n[[register]]\nsignal = \"car_speed\"\naddress = " + second + "\n")};
  };
  CHECK_THAT(with_address("40001", "40012").said,
             Catch::Contains("all addresses of function 03 are 40001 to 40012, as manuals count: on the wire "
                             "they are 0 to 11; write those, unless the controller really counts so"));
  SECTION("not when some are counted otherwise") {
    CHECK(with_address("40001", "12").code == 0);
  }
  SECTION("not beyond what manuals have") {
    CHECK(with_address("40001", "50000").code == 0);
  }
}
