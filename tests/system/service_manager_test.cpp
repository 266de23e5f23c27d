#include "drivers/system/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <string>

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// Listens where systemd would.
class FakeServiceManager {
 public:
  FakeServiceManager() {
    path_ = "/tmp/liftbox-notify-" + std::to_string(::getpid());
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(static_cast<char*>(address.sun_path), path_.c_str(), sizeof(address.sun_path) - 1);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    ::setenv("NOTIFY_SOCKET", path_.c_str(), 1);
  }
  FakeServiceManager(const FakeServiceManager&) = delete;
  FakeServiceManager& operator=(const FakeServiceManager&) = delete;
  ~FakeServiceManager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(socket_);
    ::unlink(path_.c_str());
  }

  std::string heard() const {
    std::array<char, 512> text{};
    const ssize_t size = ::recv(socket_, text.data(), text.size(), 0);
    return size < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(size));
  }

 private:
  std::string path_;
  int socket_ = -1;
};

}  // namespace

TEST_CASE("the service manager hears how the daemon is") {
  const FakeServiceManager systemd;
  service_manager::ready("watching lift 31105");
  CHECK(systemd.heard() == "READY=1\nSTATUS=watching lift 31105");
  service_manager::status("2 incidents\nREADY=0");
  CHECK(systemd.heard() == "STATUS=2 incidents READY=0");
  service_manager::kick_watchdog();
  CHECK(systemd.heard() == "WATCHDOG=1");
  service_manager::reloading();
  CHECK_THAT(systemd.heard(), Catch::Matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
  service_manager::stopping();
  CHECK(systemd.heard() == "STOPPING=1");
}

TEST_CASE("started by hand, there is nobody to tell") {
  ::unsetenv("NOTIFY_SOCKET");
  service_manager::ready("alone");
  service_manager::kick_watchdog();
  CHECK_FALSE(service_manager::watchdog_interval());
}

TEST_CASE("the watchdog's interval comes from the service manager") {
  ::setenv("WATCHDOG_USEC", "20000000", 1);
  SECTION("for this process") {
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    CHECK(service_manager::watchdog_interval() == 20s);
  }
  SECTION("not for another one") {
    ::setenv("WATCHDOG_PID", "1", 1);
    CHECK_FALSE(service_manager::watchdog_interval());
  }
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("WATCHDOG_PID");
}
