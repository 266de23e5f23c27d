#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/ports/clock.hpp"
#include "agent/records/dropped.hpp"

namespace liftbox {

/// What came of a damaged file.
struct Salvaged {
  std::string words;         ///< how much was carried over, and where the old file is
  std::optional<Drop> lost;  ///< records of which nothing was left; to be told
};

/// Makes a new store of everything in a damaged one that has its hash, and sets the damaged one aside, named
/// by the time. The two newest that were set aside stay. Cut off anywhere, it can be made again. Throws
/// StoreError.
Salvaged salvage(const std::filesystem::path& file, WallTime now);

/// After a cut between the two renames of a salvage: puts the new file into place.
void finish_salvage(const std::filesystem::path& file);

}  // namespace liftbox
