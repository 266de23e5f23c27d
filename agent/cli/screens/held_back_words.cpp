#include "agent/cli/screens/held_back_words.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

struct HeldBackPhrase {
  std::string_view reason;
  std::string_view by;
  std::string_view words;
};
constexpr std::array<HeldBackPhrase, 8> held_back_phrases{{
    {"mode", "mains_lost", "not judged while the mains are lost"},
    {"unknown_input", "doors_at_start", "no door was read as the car set off"},
    {"filter", "door_open_in_zone", "a door is open at a landing"},
    {"filter", "moving", "the car moves"},
    {"filter", "door_at_landing", "doors at a landing explain it"},
    {"filter", "mains_lost", "mains lost: a rescue device may fetch the car"},
    {"filter", "safety_chain", "the safety chain and one switch say shut, the other has not followed"},
    {"latch", "", "the car counts as empty"},
}};

std::string with_commas(std::string names) {
  for (std::size_t at = 0; (at = names.find(' ', at)) != std::string::npos; at += 2) names.insert(at, ",");
  return names;
}

}  // namespace

std::string held_back_words(const nlohmann::json& held) {
  const auto reason = text(held, "reason");
  const auto by = text(held, "by");
  const auto* const known =
      std::find_if(held_back_phrases.begin(), held_back_phrases.end(),
                   [&](const HeldBackPhrase& phrase) { return phrase.reason == reason && phrase.by == by; });
  if (known != held_back_phrases.end()) return std::string{known->words};
  if (reason == "mode") return "not judged in mode " + by;
  if (reason == "unknown_input") return with_commas(by) + " does not deliver";
  if (reason == "swallowed") return "explained by " + titled(by);
  return reason + (by.empty() ? "" : " " + by);
}

}  // namespace liftbox::screen
