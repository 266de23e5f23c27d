#pragma once

#include <string>
#include <string_view>

/// The brake's dossier in the words of the trade: English for the technician, Chinese for the summary table.
namespace liftbox::screen {

struct BrakeWord {
  std::string_view name;  ///< on the wire
  std::string_view english;
  std::string_view chinese;
};

/// A word of another version is told as it is.
std::string brake_english(const std::string& name);
std::string brake_chinese(const std::string& name);

/// "release_2" -> "arm 2 release"
std::string brake_arm_words(const std::string& name);

}  // namespace liftbox::screen
