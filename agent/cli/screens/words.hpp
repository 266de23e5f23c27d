#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

/// Records in the words of the trade.
namespace liftbox::screen {

std::string chinese(const std::string& type);  ///< 困人; empty for a type this version does not know
std::string titled(const std::string& type);   ///< "entrapment 困人"

/// Goes on with a sentence after a comma, if there is anything to say.
void add_words(std::string& sentence, const std::string& words);

/// What decided, in a few words.
std::string evidence_words(const nlohmann::json& record);

}  // namespace liftbox::screen
