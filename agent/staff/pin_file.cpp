#include "agent/staff/pin_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "agent/staff/pin.hpp"
#include "agent/staff/work_number.hpp"

namespace liftbox {

PinFile read_pin_file(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in)
    throw std::runtime_error{fmt::format("{}: {}; it must be readable by the daemon's user", file.string(),
                                         std::generic_category().message(errno))};
  PinFile read;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream words{line};
    std::string who;
    std::string kept;
    std::string more;
    if (!(words >> who) || who.starts_with('#')) continue;
    words >> kept;
    if (!is_work_number(who) || !is_kept_form(kept) || words >> more)
      throw std::runtime_error{fmt::format(
          "{}:{}: this is no PIN; `liftctl pin --as WORK_NUMBER` prints such a line", file.string(), number)};
    if (!read.kept_forms.emplace(who, kept).second)
      throw std::runtime_error{fmt::format("{}:{}: {} has a PIN already: remove one of the two lines",
                                           file.string(), number, who)};
  }
  using std::filesystem::perms;
  std::error_code unknown;
  read.open_to_all =
      (std::filesystem::status(file, unknown).permissions() & perms::others_read) != perms::none;
  return read;
}

}  // namespace liftbox
