#include "tests/eval/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace liftbox::eval {
namespace {

constexpr int width = 900;
constexpr int left = 250;
constexpr int right = 90;
constexpr int top = 64;
constexpr int row_height = 22;
constexpr int bottom = 56;
constexpr const char* ink = "#1f2937";
constexpr const char* pale = "#9ca3af";
constexpr const char* colour = "#1d4ed8";
constexpr const char* limit_colour = "#b91c1c";

std::string text(double x, double y, const char* anchor, const char* fill, int size,
                 const std::string& what) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" "
      "fill=\"{}\" font-size=\"{}\">{}</text>\n",
      x, y, anchor, fill, size, what);
}

std::string line(double x1, double y1, double x2, double y2, const char* stroke, double thick) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
      "y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
      x1, y1, x2, y2, stroke, thick);
}

/// Seconds across the page, from a little before the specified moment to a
/// little after the limit.
struct Axis {
  double from;
  double until;

  double x(double seconds) const {
    return left + (std::clamp(seconds, from, until) - from) / (until - from) * (width - left - right);
  }
};

std::string grid(const Axis& axis, double height, double limit_s) {
  std::string out;
  for (double s = std::ceil(axis.from * 2) / 2; s <= axis.until; s += 0.5) {
    out += line(axis.x(s), top - 8, axis.x(s), height - bottom + 6, s == 0 ? pale : "#e5e7eb", 1);
    out += text(axis.x(s), height - bottom + 22, "middle", ink, 12, fmt::format("{:g}", s));
  }
  out += line(axis.x(limit_s), top - 8, axis.x(limit_s), height - bottom + 6, limit_colour, 1.5);
  out += text(axis.x(limit_s) - 5, top - 12, "end", limit_colour, 12, "limit");
  out += text((left + width - right) / 2.0, height - 14, "middle", ink, 12,
              "seconds after the specified moment: dot median, thick line to "
              "the 99th percentile, thin line "
              "to the worst");
  return out;
}

}  // namespace

std::string plot(const std::string& title, const std::vector<PlotRow>& rows, double limit_s) {
  Axis axis{-0.5, limit_s + 0.25};
  for (const PlotRow& row : rows)
    axis.until = std::max(axis.until, std::min(row.worst_s, 3 * limit_s) + 0.25);
  const double height = top + row_height * static_cast<double>(rows.size()) + bottom;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} "
      "{1:.0f}\" width=\"{0}\" "
      "height=\"{1:.0f}\" "
      "font-family=\"sans-serif\">\n<rect width=\"100%\" "
      "height=\"100%\" fill=\"white\"/>\n",
      width, height);
  out += text(16, 28, "start", ink, 16, title);
  out += text(width - 12, top - 12, "end", pale, 12, "times");
  out += grid(axis, height, limit_s);
  double y = top + row_height / 2.0;
  for (const PlotRow& row : rows) {
    out += text(left - 14, y + 4, "end", ink, 13, row.label);
    out += line(axis.x(row.median_s), y, axis.x(row.worst_s), y, colour, 1.5);
    out += line(axis.x(row.median_s), y, axis.x(row.most_of_all_s), y, colour, 5);
    out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"{}\"/>\n", axis.x(row.median_s), y,
                       colour);
    out += text(width - 12, y + 4, "end", ink, 12, fmt::format("{}", row.times));
    y += row_height;
  }
  return out + "</svg>\n";
}

}  // namespace liftbox::eval
