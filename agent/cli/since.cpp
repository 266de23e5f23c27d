#include "agent/cli/since.hpp"

#include <charconv>

#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

std::int64_t milliseconds_of(char unit) {
  constexpr std::int64_t second = 1000;
  switch (unit) {
    case 's':
      return second;
    case 'm':
      return 60 * second;
    case 'h':
      return 3600 * second;
    case 'd':
      return 24 * (3600 * second);
    default:
      return 0;
  }
}

}  // namespace

std::optional<std::int64_t> parse_since(const std::string& text, std::int64_t now_ms) {
  if (const auto time = parse_rfc3339(text)) return time->ms;
  constexpr std::int64_t longest = 100'000;
  std::int64_t ago = 0;
  const auto* const begin = text.data();
  const auto* const end = begin + text.size();
  const auto [unit, error] = std::from_chars(begin, end, ago);
  if (error != std::errc{} || unit + 1 != end || ago < 0 || ago > longest) return std::nullopt;
  const auto step = milliseconds_of(*unit);
  if (step == 0) return std::nullopt;
  return now_ms - ago * step;
}

}  // namespace liftbox
