#include "agent/config/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace liftbox {
namespace {

namespace fs = std::filesystem;

// Far above any site file; what is larger is a log or an image that was named by mistake.
constexpr std::uintmax_t largest_file = 1'000'000;

std::string reason_to_refuse(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) return "there is no such file: correct the path";
  if (error) return fmt::format("cannot be read ({}): correct the path, or who may read it", error.message());
  if (fs::is_directory(status)) return "is a directory: name the file in it";
  if (!fs::is_regular_file(status)) return "is no regular file: name a TOML file";
  if (fs::file_size(file, error) > largest_file && !error)
    return fmt::format("is larger than {} bytes: name a TOML file", largest_file);
  return "";
}

}  // namespace

TextFile read_text_file(const fs::path& file) {
  TextFile read{.text = {}, .problem = reason_to_refuse(file)};
  if (!read.problem.empty()) return read;
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  if (in.is_open()) read.text.assign(std::istreambuf_iterator<char>{in}, {});
  if (!in.is_open() || in.bad())
    read.problem =
        fmt::format("cannot be read ({}): let the user that liftboxd runs as, or you, read it (chmod, chgrp)",
                    std::generic_category().message(errno));
  return read;
}

}  // namespace liftbox
