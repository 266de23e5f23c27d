#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "agent/records/record.hpp"

namespace liftbox {

/// Hands over the records of a store file, oldest first, from the first one that is not older than `since_ms`
/// (wall time), until `each` says false. `damage` says what is wrong with the row; empty: nothing. The file
/// is only read; a daemon may be at work on it. Throws StoreError.
void read_store(const std::filesystem::path& file, std::int64_t since_ms,
                const std::function<bool(const Record& record, const std::string& damage)>& each);

}  // namespace liftbox
