#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox::cli {

/// Before the first line: Excel takes a file without it for GBK.
inline constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

/// One line of RFC 4180. What a spreadsheet would take for a formula, or round (the 20 digits of a lift), has
/// a tab in front, which makes it text.
void write_csv_line(std::ostream& out, const std::vector<std::string>& cells);

}  // namespace liftbox::cli
