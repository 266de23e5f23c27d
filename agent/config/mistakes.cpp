#include "agent/config/mistakes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace liftbox {
namespace {

std::vector<Mistake> in_order(std::vector<Mistake> mistakes) {
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return mistakes;
}

/// Letters to insert, remove or replace (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

}  // namespace

std::string to_string(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (const Mistake& m : mistakes) {
    if (!text.empty()) text += '\n';
    text += m.line == 0 ? fmt::format("{}: {}", m.file, m.message)
                        : fmt::format("{}:{}:{}: {}", m.file, m.line, m.column, m.message);
  }
  return text;
}

ConfigError::ConfigError(std::vector<Mistake> all)
    : std::runtime_error{to_string(in_order(all))}, mistakes{in_order(std::move(all))} {}

namespace {

/// `password_file` for `password`, `warning` for `warn`.
std::string longer_or_shorter(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t shortest = 4;
  const auto alike = [&](const std::string& candidate) {
    return (word.size() >= shortest && candidate.starts_with(word)) ||
           (candidate.size() >= shortest && word.starts_with(candidate));
  };
  const auto found = std::find_if(known.begin(), known.end(), alike);
  return found == known.end() ? "" : *found;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::size_t best = std::max<std::size_t>(word.size() / 3, 1) + 1;
  std::string found;
  for (const std::string& candidate : known) {
    const std::size_t far = distance(word, candidate);
    if (far >= best) continue;
    best = far;
    found = candidate;
  }
  return found.empty() ? longer_or_shorter(word, known) : found;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string meant = nearest(word, known);
  if (!meant.empty()) return fmt::format("did you mean '{}'?", meant);
  return fmt::format("choose from {}", fmt::join(known, ", "));
}

}  // namespace liftbox
