#include "agent/cli/secret.hpp"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>

#include "agent/cli/commands.hpp"

namespace liftbox::cli {
namespace {

constexpr char interrupt = 0x03;
constexpr char end_of_input = 0x04;
constexpr char backspace = 0x08;
constexpr char rub_out = 0x7F;

/// The terminal gives each key as it is and shows none. Ctrl-C is a key too, so that no signal can leave it
/// like that.
class Silent {
 public:
  Silent() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silent() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;

 private:
  termios before_{};
};

[[noreturn]] void nothing_given() {
  throw BadInput("no PIN was given");
}

/// The prompt comes once the terminal is silent: what is typed at sight of it would be thrown away, or shown.
std::string typed(const std::string& prompt) {
  const Silent silent;
  std::cerr << prompt << std::flush;
  std::string text;
  for (char key = 0;;) {
    const ssize_t size = ::read(STDIN_FILENO, &key, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || key == interrupt || key == end_of_input) nothing_given();
    if (key == '\n' || key == '\r') return text;
    if (key != backspace && key != rub_out)
      text += key;
    else if (!text.empty())
      text.pop_back();
  }
}

}  // namespace

bool input_is_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

std::string read_secret(const std::string& prompt) {
  std::string text;
  if (input_is_terminal()) {
    text = typed(prompt);
    std::cerr << '\n';
  } else if (!std::getline(std::cin, text)) {
    nothing_given();
  }
  if (text.empty()) nothing_given();
  return text;
}

}  // namespace liftbox::cli
