#include "agent/elevator/date.hpp"

#include <charconv>
#include <cstdio>

namespace liftbox {
namespace {

using std::chrono::year_month_day;

std::optional<int> whole_number(std::string_view digits) {
  int value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || rest != end || digits.front() == '-') return std::nullopt;
  return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  constexpr std::size_t size = 10;
  if (text.size() != size || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  const auto day = whole_number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

std::string format(Date date) {
  const year_month_day parts{date};
  std::string text(sizeof("2026-11-20"), '\0');
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(parts.year()),
                                 static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

Date months_after(Date date, int months) {
  year_month_day later = year_month_day{date} + std::chrono::months{months};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return Date{later};
}

}  // namespace liftbox
