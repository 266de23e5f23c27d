#pragma once

#include <string_view>

namespace liftbox {

/// Staff appear by work number only, in records that nobody can change: 1 to 32 of A-Z a-z 0-9 . _ -, a digit
/// among them, so that a name is none.
bool is_work_number(std::string_view text);
inline constexpr std::string_view work_number_words =
    "give 1 to 32 of A-Z a-z 0-9 . _ - with a digit among them; names stay out of the records";

}  // namespace liftbox
