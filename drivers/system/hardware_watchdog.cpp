#include "drivers/system/hardware_watchdog.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace liftbox {
namespace {

// Any byte kicks; this one before the close disarms (linux/Documentation/watchdog/watchdog-api.rst).
constexpr char kick_byte = '1';
constexpr char magic_close = 'V';

void say(int descriptor, char byte) {
  // What a watchdog does not take it answers with a reset.
  static_cast<void>(::write(descriptor, &byte, 1) == 1);
}

std::string remedy(int error) {
  if (error == EBUSY) return "end who holds it (systemd does, with RuntimeWatchdogSec in system.conf)";
  if (error == EACCES || error == EPERM)
    return "it must be writable for the daemon's user, as the package's udev rule makes it (`udevadm "
           "trigger`)";
  return "`ls /dev/watchdog*` lists those there are";
}

}  // namespace

HardwareWatchdog::HardwareWatchdog(const std::filesystem::path& device, std::chrono::seconds timeout)
    : descriptor_{::open(device.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK)}, timeout_{timeout} {
  if (descriptor_ < 0)
    throw WatchdogError{fmt::format("watchdog.device {} cannot be opened: {}; {}, or remove [watchdog]",
                                    device.string(), std::generic_category().message(errno), remedy(errno))};
  int seconds = static_cast<int>(timeout.count());
  if (::ioctl(descriptor_, WDIOC_SETTIMEOUT, &seconds) == 0 ||
      ::ioctl(descriptor_, WDIOC_GETTIMEOUT, &seconds) == 0)
    timeout_ = std::chrono::seconds{seconds};
}

HardwareWatchdog::~HardwareWatchdog() {
  ::close(descriptor_);
}

void HardwareWatchdog::kick() const {
  say(descriptor_, kick_byte);
}

void HardwareWatchdog::disarm() const {
  say(descriptor_, magic_close);
}

}  // namespace liftbox
