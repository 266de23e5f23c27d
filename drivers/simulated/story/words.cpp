#include "drivers/simulated/story/words.hpp"

#include <charconv>
#include <cmath>

namespace liftbox::simulated {
namespace {

template <class Number>
std::optional<Number> parse(const std::string& text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Time> parse_seconds(const std::string& text) {
  constexpr double longest = 1e7;
  const auto seconds = parse<double>(text);
  if (!seconds || !(*seconds >= 0 && *seconds <= longest)) return std::nullopt;
  return Time{std::llround(*seconds * 1000)};
}

std::string Words::word(const std::string& what) {
  std::string word;
  if (!(in_ >> word)) throw Misunderstood{what + " is missing"};
  return word;
}

int Words::number(const std::string& what, int lowest, int highest) {
  const std::string text = word(what);
  const auto number = parse<int>(text);
  if (!number || *number < lowest || *number > highest)
    throw Misunderstood{what + " is \"" + text + "\"; it must be a number from " + std::to_string(lowest) +
                        " to " + std::to_string(highest)};
  return *number;
}

std::optional<int> Words::number_or_any(const std::string& what, int lowest, int highest) {
  const auto here = in_.tellg();
  if (word(what) == "any") return std::nullopt;
  in_.clear();
  in_.seekg(here);
  return number(what, lowest, highest);
}

Time Words::seconds(const std::string& what) {
  const std::string text = word(what);
  const auto time = parse_seconds(text);
  if (!time) throw Misunderstood{what + " is \"" + text + "\"; it must be a number like 12 or 0.5"};
  return *time;
}

void Words::end() {
  if (std::string more; in_ >> more) throw Misunderstood{"\"" + more + "\" is one word too many"};
}

}  // namespace liftbox::simulated
