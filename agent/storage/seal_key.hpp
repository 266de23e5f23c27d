#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/records/signing_key.hpp"

namespace liftbox {

/// The key with which the box seals its records, in the file `seal.key` beside them.
struct SealKey {
  std::optional<SigningKey> key;  ///< nothing: records cannot be sealed
  std::string trouble;  ///< what is wrong with the file, what that means and what to do; empty: nothing
};

/// Reads the key, or makes one, durably, where there is none. A file that is no key is set aside and another
/// made, for a box should not stop sealing over a bad block; one that may not be read is left alone. Throws
/// nothing: a box without a key detects and records all the same.
SealKey open_seal_key(const std::filesystem::path& directory);

}  // namespace liftbox
