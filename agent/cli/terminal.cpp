#include "agent/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace liftbox {

bool output_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

screen::Terminal terminal_of_output() {
  constexpr int narrowest = 40;
  screen::Terminal terminal;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.columns = std::max<int>(size.ws_col, narrowest);
  }
  // NOLINTBEGIN(concurrency-mt-unsafe): liftctl has one thread
  const char* no_color = std::getenv("NO_COLOR");
  const char* type = std::getenv("TERM");
  // NOLINTEND(concurrency-mt-unsafe)
  const bool dumb = type == nullptr || std::string_view(type) == "dumb";
  terminal.colours = output_is_terminal() && !dumb && (no_color == nullptr || *no_color == '\0');
  return terminal;
}

}  // namespace liftbox
