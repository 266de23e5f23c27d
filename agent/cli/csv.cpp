#include "agent/cli/csv.hpp"

#include <algorithm>
#include <ostream>

namespace liftbox::cli {
namespace {

constexpr std::size_t digits_of_a_double = 15;

bool would_be_computed(const std::string& text) {
  return !text.empty() && std::string_view{"=+-@"}.find(text.front()) != std::string_view::npos;
}

bool would_be_rounded(const std::string& text) {
  return text.size() > digits_of_a_double &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out{'"'};
  for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + '"';
}

}  // namespace

void write_csv_line(std::ostream& out, const std::vector<std::string>& cells) {
  const char* comma = "";
  for (const std::string& cell : cells) {
    const bool misread = would_be_computed(cell) || would_be_rounded(cell);
    out << comma << quoted(misread ? '\t' + cell : cell);
    comma = ",";
  }
  out << "\r\n";
}

}  // namespace liftbox::cli
