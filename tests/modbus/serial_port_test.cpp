#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "protocols/modbus/line.hpp"

using namespace liftbox::modbus;

namespace {

/// A pseudo terminal: what somebody sets up at its end is read at ours.
class Terminal {
 public:
  Terminal() : ours_{::posix_openpt(O_RDWR | O_NOCTTY)} {
    ::grantpt(ours_);
    ::unlockpt(ours_);
  }
  ~Terminal() { ::close(ours_); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  std::string device() const { return ::ptsname(ours_); }
  termios settings() const {
    termios now{};
    REQUIRE(::tcgetattr(ours_, &now) == 0);
    return now;
  }

 private:
  int ours_;
};

termios set_up_as(int baud, char parity, int stop_bits) {
  const Terminal terminal;
  Line line{{.rtu = RtuLine{terminal.device(), baud, parity, stop_bits}}};
  INFO(line.trouble());
  REQUIRE(line.open());
  return terminal.settings();
}

bool is_set(tcflag_t flags, tcflag_t flag) {
  return (flags & flag) != 0;
}

}  // namespace

TEST_CASE("baud rate, parity and stop bits of the site file reach the kernel") {
  SECTION("baud rate") {
    const auto [baud, speed] =
        GENERATE(table<int, speed_t>({{1200, B1200}, {9600, B9600}, {19200, B19200}, {115200, B115200}}));
    const termios settings = set_up_as(baud, 'N', 1);
    CHECK(::cfgetospeed(&settings) == speed);
    CHECK(::cfgetispeed(&settings) == speed);
  }
  SECTION("stop bits") {
    CHECK_FALSE(is_set(set_up_as(9600, 'N', 1).c_cflag, CSTOPB));
    CHECK(is_set(set_up_as(9600, 'N', 2).c_cflag, CSTOPB));
  }
  // A pseudo terminal takes PARENB back; what else comes with parity stays.
  SECTION("parity") {
    CHECK_FALSE(is_set(set_up_as(9600, 'N', 1).c_iflag, INPCK));
    const termios even = set_up_as(9600, 'E', 1);
    CHECK(is_set(even.c_iflag, INPCK));
    CHECK_FALSE(is_set(even.c_cflag, PARODD));
    const termios odd = set_up_as(9600, 'O', 1);
    CHECK(is_set(odd.c_iflag, INPCK));
    CHECK(is_set(odd.c_cflag, PARODD));
  }
}
