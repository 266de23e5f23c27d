#include "agent/storage/seal_key.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <system_error>
#include <utility>

#include "agent/storage/durable_file.hpp"

namespace liftbox {
namespace {

using std::filesystem::path;

constexpr std::size_t longest_key = 4096;  // one in PEM has 119 bytes

SigningKey make_key(const path& file) {
  auto key = SigningKey::generate();
  write_durably(file, key.pem());
  return key;
}

SealKey read_key(const path& file) {
  SealKey read{SigningKey::from_pem(read_file(file, longest_key)), {}};
  if (open_to_others(file))
    read.trouble = fmt::format(
        "{}: others than its owner may read it, and could sign in the name of this box; `chmod 600 {}`",
        file.string(), file.string());
  return read;
}

SealKey replace(const path& file, const char* what) {
  const path aside = file.string() + ".damaged";
  std::filesystem::rename(file, aside);
  return {
      make_key(file),
      fmt::format("{}: {}; it is now {}, and the records are sealed with a new key, which `identity` tells",
                  file.string(), what, aside.string())};
}

}  // namespace

SealKey open_seal_key(const path& directory) {
  const path file = directory / "seal.key";
  try {
    if (!std::filesystem::exists(file)) return {make_key(file), {}};
    try {
      return read_key(file);
    } catch (const std::system_error&) {
      throw;
    } catch (const std::runtime_error& no_key) {
      return replace(file, no_key.what());
    }
  } catch (const std::exception& error) {
    return {std::nullopt, fmt::format("{}; records are not sealed until it can be used by the daemon's user",
                                      error.what())};
  }
}

}  // namespace liftbox
