#pragma once

#include <filesystem>

#include "tests/eval/watch.hpp"

namespace liftbox::eval {

/// Plays the lift again until the mistake and writes what the box was told
/// around it, with all that it said and what really happened as comments:
/// `liftctl replay` shows it.
void write_trace(const Job& job, const Mistake& mistake, const std::filesystem::path& file);

std::string describe(const Mistake& mistake);  ///< "entrapment missed"

}  // namespace liftbox::eval
