#include "agent/config/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace liftbox {
namespace {

enum class Kind { time, length, speed, mass, voltage };

struct Unit {
  std::string_view symbol;  ///< as keys end and people write
  Kind kind;
  double size;  ///< in the first unit of its kind
  std::string_view words;
};

// A key that ends in more than one of them has the first: `_mm_s` before `_s`.
constexpr std::array units{
    Unit{"mm_s", Kind::speed, 1, "mm/s"},        Unit{"m_s", Kind::speed, 1000, "m/s"},
    Unit{"ms", Kind::time, 1, "milliseconds"},   Unit{"s", Kind::time, 1000, "seconds"},
    Unit{"sec", Kind::time, 1000, "seconds"},    Unit{"seconds", Kind::time, 1000, "seconds"},
    Unit{"min", Kind::time, 60'000, "minutes"},  Unit{"minutes", Kind::time, 60'000, "minutes"},
    Unit{"h", Kind::time, 3'600'000, "hours"},   Unit{"mm", Kind::length, 1, "millimetres"},
    Unit{"cm", Kind::length, 10, "centimetres"}, Unit{"m", Kind::length, 1000, "metres"},
    Unit{"kg", Kind::mass, 1, "kilograms"},      Unit{"mv", Kind::voltage, 1, "millivolts"},
    Unit{"v", Kind::voltage, 1000, "volts"},
};

const Unit* unit_of_key(std::string_view key) {
  const auto* const found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) {
    return key.size() > unit.symbol.size() + 1 && key.ends_with(unit.symbol) &&
           key[key.size() - unit.symbol.size() - 1] == '_';
  });
  return found == units.end() ? nullptr : found;
}

/// "m/s" is written for `m_s`.
const Unit* unit_written(std::string_view text) {
  std::string symbol{text};
  std::replace(symbol.begin(), symbol.end(), '/', '_');
  std::transform(symbol.begin(), symbol.end(), symbol.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto* const found =
      std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.symbol == symbol; });
  return found == units.end() ? nullptr : found;
}

std::string_view without_unit(std::string_view key) {
  const Unit* const unit = unit_of_key(key);
  return unit == nullptr ? key : key.substr(0, key.size() - unit->symbol.size() - 1);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<std::string> scaled(double value, const Unit* from, const Unit* to) {
  if (from != nullptr && (to == nullptr || from->kind != to->kind)) return std::nullopt;
  return fmt::format("{}", from == nullptr ? value : value * from->size / to->size);
}

}  // namespace

std::string_view unit_words(std::string_view key) {
  const Unit* const unit = unit_of_key(key);
  return unit == nullptr ? std::string_view{} : unit->words;
}

std::optional<std::string> number_in_unit_of(std::string_view key, std::string_view written) {
  written = trimmed(written);
  double value = 0;
  const char* const end = written.data() + written.size();
  const auto parsed = std::from_chars(written.data(), end, value);
  if (parsed.ec != std::errc{}) return std::nullopt;
  const std::string_view rest = trimmed({parsed.ptr, static_cast<std::size_t>(end - parsed.ptr)});
  if (rest.empty()) return scaled(value, nullptr, nullptr);
  const Unit* const unit = unit_written(rest);
  return unit == nullptr ? std::nullopt : scaled(value, unit, unit_of_key(key));
}

std::optional<std::string> key_in_other_unit(std::string_view key, const std::vector<std::string>& known) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const std::string& candidate) {
    return unit_of_key(candidate) != nullptr && without_unit(candidate) == without_unit(key);
  });
  return found == known.end() ? std::nullopt : std::optional{*found};
}

std::optional<std::string> converted(std::string_view from, double value, std::string_view to) {
  return scaled(value, unit_of_key(from), unit_of_key(to));
}

}  // namespace liftbox
