#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace liftbox {

/// Small files beside the database. All throw std::system_error, which names the file.

/// The first `most` bytes.
std::string read_file(const std::filesystem::path& file, std::size_t most);
/// After a power cut the file is there as a whole, as it was before, or not at all; only its owner may read
/// it.
void write_durably(const std::filesystem::path& file, const std::string& bytes);
/// The new name is there after a power cut, or the old one.
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);
bool open_to_others(const std::filesystem::path& file);

}  // namespace liftbox
