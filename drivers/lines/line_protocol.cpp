#include "drivers/lines/line_protocol.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace liftbox::line_protocol {
namespace {

using Words = std::array<std::string_view, 4>;

/// Exactly four words, one space between them.
std::optional<Words> split(std::string_view text) {
  Words words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto space = text.find(' ');
    const bool last = i + 1 == words.size();
    if (last != (space == std::string_view::npos)) return std::nullopt;
    words[i] = text.substr(0, space);
    if (words[i].empty()) return std::nullopt;
    if (!last) text.remove_prefix(space + 1);
  }
  return words;
}

std::optional<Moment> parse_nanoseconds(std::string_view text) {
  std::int64_t nanoseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nanoseconds);
  if (error != std::errc{} || end != text.data() + text.size() || nanoseconds < 0) return std::nullopt;
  return Moment{std::chrono::floor<Duration>(std::chrono::nanoseconds{nanoseconds})};
}

}  // namespace

std::optional<Message> parse(std::string_view text) {
  if (text == hello_text) return Message{Message::Kind::hello, {}};
  if (text == "ready") return Message{Message::Kind::ready, {}};
  const auto words = split(text);
  if (!words) return std::nullopt;
  const auto& [kind, name, level, time] = *words;
  const auto at = parse_nanoseconds(time);
  if ((kind != "line" && kind != "edge") || (level != "0" && level != "1") || !at) return std::nullopt;
  return Message{kind == "line" ? Message::Kind::line : Message::Kind::edge, name, level == "1", *at};
}

}  // namespace liftbox::line_protocol
