#include <catch2/catch.hpp>

#include "agent/config/mistakes.hpp"
#include "agent/config/site.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using test::Files;

namespace {

/// What is said of a set of files, without the folder they are in.
class Bench {
 public:
  Bench() {
    for (const char* kind : {"boards", "controllers", "regions"})
      std::filesystem::create_directory(files_.directory() / kind);
    const ProfileDirectories source = Files::profiles();
    std::filesystem::copy_file(source.boards / "simulated.toml",
                               files_.directory() / "boards/simulated.toml");
    std::filesystem::copy_file(source.controllers / "generic.toml",
                               files_.directory() / "controllers/generic.toml");
    std::filesystem::copy_file(source.regions / "national.toml",
                               files_.directory() / "regions/national.toml");
  }

  std::string site(const std::string& text) {
    try {
      load_site(files_.write("site.toml", text), ProfileDirectories::below(files_.directory()));
    } catch (const ConfigError& error) {
      return without_folder(error.what());
    }
    return "";
  }

  std::string board(const std::string& text) {
    files_.write("boards/mine.toml", text);
    return site(
        "device = \"box\"\nboard = \"mine\"\n[controller]\nprofile = \"generic\"\ntcp.host = \"plc\"\n");
  }
  std::string controller(const std::string& text) {
    files_.write("controllers/mine.toml", text);
    return site(
        "device = \"box\"\nboard = \"simulated\"\n[controller]\nprofile = \"mine\"\ntcp.host = \"plc\"\n");
  }
  std::string region(const std::string& text) {
    files_.write("regions/mine.toml", text);
    return site("device = \"box\"\nboard = \"simulated\"\nregion = \"mine\"\n[lines]\nsocket = \"l\"\n");
  }
  const Files& files() const { return files_; }

 private:
  std::string without_folder(std::string text) const {
    const std::string folder = files_.directory().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }

  Files files_;
};

const std::string head = "device = \"box\"\nboard = \"simulated\"\n[lines]\nsocket = \"lines.sock\"\n";
const std::string bus = "device = \"box\"\nboard = \"simulated\"\n[controller]\nprofile = \"generic\"\n";
const std::string map = "name = \"mine\"\n[[register]]\n";

}  // namespace

TEST_CASE("what is right gives no message", "[config]") {
  Bench bench;
  CHECK(bench.site(head).empty());
  CHECK(bench.controller(map + "signal = \"floor\"\naddress = 0\n").empty());
}

TEST_CASE("a file that is not there or no TOML", "[config]") {
  Bench bench;
  CHECK(bench.site("device = \"box\nboard = 1\n").substr(0, 26) == "site.toml:1:14: not TOML: ");
  try {
    load_site(bench.files().directory() / "no.toml", Files::profiles());
    FAIL("loaded a file that is not there");
  } catch (const ConfigError& error) {
    REQUIRE(error.mistakes.size() == 1);
    CHECK(error.mistakes[0].line == 0);
    CHECK_THAT(error.what(),
               Catch::EndsWith("/no.toml: cannot be read: check that the file exists and who may read it"));
  }
}

TEST_CASE("all mistakes are told in one pass, in the order of the file", "[config]") {
  Bench bench;
  CHECK(bench.site("devise = \"box\"\nboard = \"simulatd\"\nregion = 5\n[log]\nlevel = \"loud\"\n") ==
        "site.toml:1:1: 'device' is missing: give the box's id, as in device = \"lift-0042\"\n"
        "site.toml:1:1: nothing tells of the lift: add [controller] or [lines]\n"
        "site.toml:1:1: unknown key 'devise': did you mean 'device'?\n"
        "site.toml:2:9: there is no profile 'simulatd' in boards: did you mean 'simulated'?\n"
        "site.toml:3:10: 'region' is a whole number: give text in quotes\n"
        "site.toml:5:9: 'level' cannot be \"loud\": choose from trace, debug, info, warning, error");
}

TEST_CASE("keys and tables nobody knows", "[config]") {
  Bench bench;
  CHECK(bench.site(head + "[rules.entrapmnt]\noutside_confirm_s = 60\n") ==
        "site.toml:5:8: unknown key 'entrapmnt': did you mean 'entrapment'?");
  CHECK(bench.site(head + "[rules.entrapment]\noutside_confirm = 60\n") ==
        "site.toml:6:1: unknown key 'outside_confirm': did you mean 'outside_confirm_s'?");
  CHECK(bench.site(head + "[control]\npath = 1\n") ==
        "site.toml:6:1: unknown key 'path': choose from socket");
  CHECK(bench.site("lines = 5\ndevice = \"box\"\nboard = \"simulated\"\n") ==
        "site.toml:1:9: 'lines' is a whole number: give a table, [lines]");
}

TEST_CASE("the box and the lift", "[config]") {
  Bench bench;
  CHECK(bench.site("device = \"lift 1\"\nboard = \"simulated\"\n[lines]\nsocket = \"s\"\n") ==
        "site.toml:1:10: 'device' cannot be \"lift 1\": give 1 to 32 of A-Z a-z 0-9 . _ -");
  CHECK(bench.site("device = \"\"\nboard = \"b.toml\"\n[lines]\nsocket = \"s\"\n") ==
        "site.toml:1:10: 'device' is empty: give the box's id, as in device = \"lift-0042\"\n"
        "site.toml:2:9: there is no file b.toml: correct the path");
  CHECK(bench.site(head + "[lift]\nregistration_code = \"310\"\n") ==
        "site.toml:6:21: 'registration_code' has 3 characters: give the 20 digits of the lift's plate");
  CHECK(bench.site(head + "[lift]\nlandings = 0\nrated_speed_mm_s = 1.75\n") ==
        "site.toml:6:12: 'landings' must be a whole number, 1 to 1000000\n"
        "site.toml:7:20: 'rated_speed_mm_s' must be a whole number, 1 to 1000000");
}

TEST_CASE("rules of the wrong kind", "[config]") {
  Bench bench;
  CHECK(bench.site(head + "[rules.entrapment]\noutside_confirm_s = \"90 s\"\nbutton_ms = 0.5\n") ==
        "site.toml:6:21: 'outside_confirm_s' must be seconds, 0 to 2592000\n"
        "site.toml:7:13: 'button_ms' must be whole milliseconds, 0 to 2592000000");
  CHECK(bench.site(head + "[rules.faults]\nmains_lost_s = [3]\n") ==
        "site.toml:6:16: 'mains_lost_s' is a list: give one value");
}

TEST_CASE("the bus", "[config]") {
  Bench bench;
  CHECK(bench.site(bus) ==
        "site.toml:3:1: neither 'rtu' nor 'tcp' is given: add [controller.rtu] with 'device', or "
        "[controller.tcp] with 'host'");
  CHECK(bench.site(bus + "tcp.host = \"plc\"\nrtu.device = \"/dev/ttyS1\"\n") ==
        "site.toml:3:1: both 'rtu' and 'tcp' are given: keep the one that is wired");
  CHECK(bench.site(bus + "tcp = { host = \"plc\", port = 70000 }\nunit = 0\nresponse_timeout_ms = 5\n") ==
        "site.toml:5:30: 'port' is 70000: give 1 to 65535\n"
        "site.toml:6:8: 'unit' is 0: give 1 to 247\n"
        "site.toml:7:23: 'response_timeout_ms' is 5: give 10 to 10000");
  CHECK(bench.site(
            bus +
            "[controller.rtu]\ndevice = \"rs485\"\nbaud = 19201\nparity = \"evn\"\nstop_bits = \"1\"\n") ==
        "site.toml:6:10: board 'simulated' has no serial port 'rs485': give a path that begins with /dev/\n"
        "site.toml:7:8: 'baud' is 19201: give one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, "
        "230400, "
        "460800, 500000, 576000, 921600, 1000000\n"
        "site.toml:8:10: 'parity' cannot be \"evn\": did you mean 'even'?\n"
        "site.toml:9:13: 'stop_bits' is text: give a whole number, 1 to 2");
  CHECK(bench.site(head + "[controller]\ntcp.host = \"plc\"\n") ==
        "site.toml:5:1: 'profile' is missing: name its register map, as in profile = \"generic\"");
}

TEST_CASE("the broker", "[config]") {
  Bench bench;
  const std::string broker = head + "[broker]\n";
  CHECK(bench.site(broker + "host = \"mqtt.example.org\"\n") ==
        "site.toml:6:8: plain TCP is for loopback only and 'mqtt.example.org' is not: give 'ca_file' for "
        "TLS, or "
        "insecure = true if anybody on the way may read and forge");
  CHECK(bench.site(broker + "host = \"mqtt.example.org\"\ninsecure = true\n").empty());
  CHECK(bench.site(broker + "host = \"localhost\"\n").empty());
  CHECK(bench.site(broker + "receipts = \"yes\"\n") ==
        "site.toml:5:1: 'host' is missing: give the broker's name or address\n"
        "site.toml:6:12: 'receipts' is text: give true or false");
  CHECK(bench.site(broker + "host = \"127.0.0.1\"\ncert_file = \"c.pem\"\npassword_file = \"p\"\n") ==
        "site.toml:7:13: 'cert_file' and 'key_file' belong together: give both or none\n"
        "site.toml:7:13: 'ca_file' is missing: without it the box would trust any broker\n"
        "site.toml:8:17: 'username' is missing: MQTT sends no password without a name");
  CHECK(bench.site(broker +
                   "host = \"127.0.0.1\"\ntopic_root = \"lift/#\"\nversion = \"4\"\nkeep_alive_s = 1\n") ==
        "site.toml:7:14: 'topic_root' cannot be \"lift/#\": write it like lift/v1, without + and # and "
        "without / at "
        "its ends\n"
        "site.toml:8:11: 'version' cannot be \"4\": did you mean '5'?\n"
        "site.toml:9:16: 'keep_alive_s' is 1: give 5 to 3600");
}

TEST_CASE("sockets and lines", "[config]") {
  Bench bench;
  const std::string far(120, 'x');
  CHECK_THAT(bench.site(head + "[control]\nsocket = \"/" + far + "\"\n"),
             Catch::Equals("site.toml:6:10: /" + far +
                           " has 121 bytes: the path of a socket has at most 107, choose a shorter one"));
  CHECK(bench.site("device = \"box\"\nboard = \"simulated\"\n[lines]\n") ==
        "site.toml:3:1: 'socket' is missing: give the path of the simulated lift's socket");
  bench.files().write("boards/bare.toml", "name = \"bare\"\n");
  CHECK(bench.site("device = \"box\"\nboard = \"bare\"\n[lines]\nsocket = \"s\"\n") ==
        "site.toml:3:1: board 'bare' has no lines: remove [lines]");
}

TEST_CASE("one signal from two places", "[config]") {
  Bench bench;
  bench.files().write("controllers/mine.toml", map + "signal = \"door_zone\"\naddress = 4\nbit = 1\n");
  CHECK(bench.site(head + "[controller]\nprofile = \"mine\"\ntcp.host = \"plc\"\n") ==
        "site.toml:5:1: signal 'door_zone' comes from line 'door_zone' and from register 4: remove it from "
        "the wiring or "
        "from the controller's profile");
}

TEST_CASE("a board's profile", "[config]") {
  Bench bench;
  const std::string line = "name = \"mine\"\n[[line]]\nname = \"di1\"\n";
  CHECK(bench.board(line + "signal = \"door_zon\"\n") ==
        "boards/mine.toml:4:10: there is no signal 'door_zon': did you mean 'door_zone'?");
  CHECK(bench.board(line + "signal = \"car_speed\"\n") ==
        "boards/mine.toml:4:10: a line is on or off, 'car_speed' is not: choose a signal that is");
  CHECK(bench.board(
            line +
            "signal = \"presence\"\ndebounce_ms = 5000\nbias = \"up\"\nchip = \"gpiochip0\"\noffset = 1\n") ==
        "boards/mine.toml:5:15: 'debounce_ms' is 5000: give 0 to 1000\n"
        "boards/mine.toml:6:8: 'bias' cannot be \"up\": choose from as-is, none, pull-up, pull-down");
  CHECK(bench.board(line + "signal = \"presence\"\n[[line]]\nname = \"di1\"\nsignal = \"presence\"\n") ==
        "boards/mine.toml:6:8: line 'di1' is given twice, first on line 2: remove one\n"
        "boards/mine.toml:7:10: signal 'presence' comes from two lines, the first on line 2: remove one");
  CHECK(bench.board("name = \"mine\"\nline = 5\n") ==
        "boards/mine.toml:2:8: 'line' is no list of tables: write [[line]] above each");
}

TEST_CASE("a controller's profile", "[config]") {
  Bench bench;
  CHECK(bench.controller("name = \"mine\"\n") ==
        "controllers/mine.toml:1:1: no registers: write [[register]] with 'signal' and 'address' for each");
  CHECK(bench.controller(map + "signal = \"floor\"\n") ==
        "controllers/mine.toml:2:1: 'address' is missing: give it counted from 0, as on the wire");
  CHECK(bench.controller(map + "signal = \"floor\"\naddress = 40001\nfunction = 6\ntype = \"int\"\n") ==
        "controllers/mine.toml:5:12: 'function' is 6: give 1 to 4\n"
        "controllers/mine.toml:6:8: 'type' cannot be \"int\": choose from u16, i16, u32, i32, f32");
  CHECK(bench.controller(map + "signal = \"floor\"\naddress = 70000\nbit = 12\nbit_count = 6\n") ==
        "controllers/mine.toml:4:11: 'address' is 70000: give 0 to 65535\n"
        "controllers/mine.toml:6:13: bits 12 to 17 are not all within the register: it has 0 to 15");
  CHECK(bench.controller(map + "signal = \"floor\"\naddress = 65535\ntype = \"u32\"\n") ==
        "controllers/mine.toml:4:11: a value of two registers cannot begin at 65535: the last address is "
        "65535");
  CHECK(bench.controller(map +
                         "signal = \"floor\"\naddress = 1\nword_order = \"low_first\"\ninverted = true\n") ==
        "controllers/mine.toml:5:14: one register has no word order: remove 'word_order'\n"
        "controllers/mine.toml:6:12: 'floor' is not on or off: remove 'inverted'");
  CHECK(bench.controller(map +
                         "signal = \"car_call\"\naddress = 1\nfunction = 2\ntype = \"u16\"\nscale = 2\n") ==
        "controllers/mine.toml:6:8: functions 01 and 02 read single bits: remove 'type', or use function 03 "
        "or 04\n"
        "controllers/mine.toml:7:9: 'car_call' is not a quantity: remove 'scale'");
  CHECK(bench.controller(map + "signal = \"car_direction\"\naddress = 1\nvalues = { 0 = \"none\", 1 = "
                               "\"upp\", x = \"down\" }\n") ==
        "controllers/mine.toml:5:28: 'car_direction' has no value \"upp\": did you mean 'up'?\n"
        "controllers/mine.toml:5:39: 'x' is no register content: write values = { 0 = …, 1 = … }");
  CHECK(
      bench.controller(map +
                       "signal = \"floor\"\naddress = 1\n[[register]]\nsignal = \"floor\"\naddress = 2\n") ==
      "controllers/mine.toml:6:10: signal 'floor' comes from two registers, the first on line 2: remove one");
  CHECK(bench.controller(map + "signal = \"flor\"\naddress = 1\ninterval_ms = 1\n") ==
        "controllers/mine.toml:3:10: there is no signal 'flor': did you mean 'floor'?\n"
        "controllers/mine.toml:5:15: 'interval_ms' is 1: give 10 to 3600000");
}

TEST_CASE("a region's table", "[config]") {
  Bench bench;
  CHECK(bench.region("name = \"mine\"\n") ==
        "regions/mine.toml:1:1: no codes: write [codes.EVENT_TYPE] for each");
  CHECK(bench.region("name = \"mine\"\n[codes.a]\ngb24476 = 9\nzh = \"甲\"\nen = \"a\"\n[codes.b]\ngb24476 = "
                     "9\nzh = \"乙\"\n[codes.Door-Fault]\nzh = \"丙\"\nen = \"c\"\nbacnet = \"5\"\n") ==
        "regions/mine.toml:6:1: 'en' is missing: give the English text\n"
        "regions/mine.toml:7:11: 9 is the code of 'a' already: one number, one event type\n"
        "regions/mine.toml:9:1: 'Door-Fault' is no event type: they are written like door_open_fault\n"
        "regions/mine.toml:12:10: 'bacnet' is text: give a whole number, 0 to 65535");
}

TEST_CASE("units of one bus are told apart by number, name and signals", "[config]") {
  Bench bench;
  CHECK(
      bench
          .site(R"(device = "box"
board = "simulated"
[controller]
profile = "generic"
tcp.host = "plc"
[[controller.units]]
name = "controller"
unit = 1
profile = "generic"
[[controller.units]]
profile = "generic"
)")
          .find(
              "site.toml:7:8: another source is called 'controller': choose another name\n"
              "site.toml:8:8: unit 1 is 'controller' already: two units of one number cannot be told apart\n"
              "site.toml:9:11: signal 'service_mode' comes from 'controller' too: remove it from one "
              "profile\n") != std::string::npos);
}

TEST_CASE("a GPIO line says where it is, and what is wired to it once", "[config]") {
  Bench bench;
  CHECK(bench.board("name = \"mine\"\n[[line]]\nname = \"di1\"\nchip = \"gpiochip0\"\n[[line]]\nname = "
                    "\"di2\"\nsignal = \"door_zone\"\noffset = 3\n") ==
        "boards/mine.toml:4:8: give the line of the chip by its 'offset' or by its name as 'line', one of "
        "the two\n"
        "boards/mine.toml:8:10: 'offset' is of a GPIO line: give its 'chip' too, as in chip = \"gpiochip0\"");

  bench.files().write(
      "boards/mine.toml",
      "name = \"mine\"\n[[line]]\nname = \"di1\"\nchip = \"gpiochip0\"\noffset = 1\n[[line]]\nname "
      "= \"di2\"\nchip = \"gpiochip0\"\noffset = 2\n");
  const std::string head = "device = \"box\"\nboard = \"mine\"\n";
  CHECK(bench.site(head + "[lines]\n") ==
        "site.toml:3:1: no line carries a signal: write [lines.di1] with 'signal'");
  CHECK(bench.site(head + "[lines]\nsocket = \"l\"\ndi1.signal = \"door_zone\"\n") ==
        "site.toml:4:10: the lines of board 'mine' are GPIO: remove 'socket'");
  CHECK(bench.site(head + "[lines.di1]\nsignal = \"door_zone\"\n[lines.di2]\nsignal = \"door_zone\"\n") ==
        "site.toml:6:10: signal 'door_zone' comes from line 'di1' and from line 'di2': give one of them "
        "another "
        "signal, or used = false");
  CHECK(bench.site(head + "[lines.di1]\nsignal = \"door_zone\"\n[lines.di3]\nsignal = \"mains_power\"\n") ==
        "site.toml:5:8: unknown key 'di3': did you mean 'di1'?");
}
