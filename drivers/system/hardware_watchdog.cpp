#include "drivers/system/hardware_watchdog.hpp"

#include <fcntl.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace liftbox {
namespace {

// Any byte kicks; this one before the close disarms (linux/Documentation/watchdog/watchdog-api.rst).
constexpr char kick_byte = '1';
constexpr char magic_close = 'V';

void say(int descriptor, char byte) {
  // What a watchdog does not take it answers with a reset.
  static_cast<void>(::write(descriptor, &byte, 1) == 1);
}

}  // namespace

HardwareWatchdog::HardwareWatchdog(const std::filesystem::path& device, std::chrono::seconds timeout)
    : descriptor_{::open(device.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK)} {
  if (descriptor_ < 0)
    throw std::runtime_error{"watchdog.device " + device.string() + " cannot be opened: " + std::strerror(errno) +
                             "; correct it, end who holds it (systemd's RuntimeWatchdogSec?), or remove [watchdog]"};
  int seconds = static_cast<int>(timeout.count());
  if (::ioctl(descriptor_, WDIOC_SETTIMEOUT, &seconds) == 0 || ::ioctl(descriptor_, WDIOC_GETTIMEOUT, &seconds) == 0)
    timeout_ = std::chrono::seconds{seconds};
}

HardwareWatchdog::~HardwareWatchdog() {
  ::close(descriptor_);
}

void HardwareWatchdog::kick() const {
  say(descriptor_, kick_byte);
}

void HardwareWatchdog::disarm() {
  say(descriptor_, magic_close);
}

}  // namespace liftbox
