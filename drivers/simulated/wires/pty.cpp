#include "drivers/simulated/wires/pty.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace liftbox::simulated {

Pty::Pty(std::string link) : link_{std::move(link)} {
  master_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  std::array<char, 64> name{};
  if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0 ||
      ptsname_r(master_, name.data(), name.size()) != 0)
    throw std::runtime_error{"no pty can be had (" + std::generic_category().message(errno) +
                             "); is /dev/pts mounted? or use --tcp"};
  device_ = name.data();
  slave_ = ::open(device_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  termios raw{};
  tcgetattr(slave_, &raw);
  cfmakeraw(&raw);
  tcsetattr(slave_, TCSANOW, &raw);
  if (!link_.empty()) make_link();
}

Pty::~Pty() {
  std::error_code gone;
  if (!link_.empty()) std::filesystem::remove(link_, gone);
  ::close(slave_);
}

/// A link that somebody left there is replaced, anything else is not.
void Pty::make_link() {
  std::error_code error;
  const auto there = std::filesystem::symlink_status(link_, error);
  if (std::filesystem::exists(there) && !std::filesystem::is_symlink(there))
    throw std::runtime_error{link_ + " is there already and is no link; give --link another path"};
  std::filesystem::remove(link_, error);
  std::filesystem::create_symlink(device_, link_, error);
  if (error)
    throw std::runtime_error{link_ + ": no link can be made here (" + error.message() +
                             "); give --link a path in a directory that can be written"};
}

}  // namespace liftbox::simulated
