#include "drivers/system/hardware_watchdog.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// A FIFO in the watchdog's place: it hears what is written, and knows no timeout.
class Fifo {
 public:
  Fifo() {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    reader_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK);
  }
  ~Fifo() {
    ::close(reader_);
    ::unlink(path_.c_str());
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  const std::string& path() const { return path_; }
  std::string heard() const {
    std::array<char, 16> bytes{};
    const ssize_t got = ::read(reader_, bytes.data(), bytes.size());
    return got > 0 ? std::string{bytes.data(), static_cast<std::size_t>(got)} : std::string{};
  }

 private:
  std::string path_ = "/tmp/liftbox-watchdog-" + std::to_string(::getpid());
  int reader_;
};

}  // namespace

TEST_CASE("a hardware watchdog is kicked, and disarmed by a clean stop only", "[system]") {
  const Fifo fifo;
  SECTION("a clean stop") {
    HardwareWatchdog watchdog{fifo.path(), 30s};
    CHECK(watchdog.timeout() == 30s);
    CHECK(fifo.heard().empty());
    watchdog.kick();
    watchdog.kick();
    CHECK(fifo.heard() == "11");
    watchdog.disarm();
    CHECK(fifo.heard() == "V");
  }
  SECTION("not by dying") {
    {
      const HardwareWatchdog watchdog{fifo.path(), 30s};
      watchdog.kick();
    }
    CHECK(fifo.heard() == "1");
  }
}

TEST_CASE("a watchdog that is not there is said so", "[system]") {
  CHECK_THROWS_WITH(HardwareWatchdog("/dev/no-such-watchdog", 30s),
                    "watchdog.device /dev/no-such-watchdog cannot be opened: No such file or directory; "
                    "`ls /dev/watchdog*` lists those there are, or remove [watchdog]");
}
