#include "agent/records/rfc3339.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>

namespace liftbox {
namespace {

using namespace std::chrono;

/// Takes pieces off the front; once something does not fit, nothing does.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_{text} {}

  int number(std::size_t digits) {
    int value = 0;
    const std::string_view piece = rest_.substr(0, digits);
    const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), value);
    good_ = good_ && piece.size() == digits && error == std::errc{} && end == piece.data() + digits &&
            value >= 0 && piece.front() != '-';
    if (good_) rest_.remove_prefix(digits);
    return value;
  }
  bool accept(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    last_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view one_of) { good_ = accept(one_of) && good_; }
  /// Digits after the point, as milliseconds; what is finer is cut off.
  int fraction() {
    int ms = 0;
    int scale = 100;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++digits, scale /= 10) {
      ms += (rest_.front() - '0') * scale;
      rest_.remove_prefix(1);
    }
    good_ = good_ && digits > 0;
    return ms;
  }
  char last() const { return last_; }
  bool complete() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
  char last_ = 0;
};

}  // namespace

std::string format_rfc3339(std::int64_t ms, int utc_offset_min) {
  const sys_time<milliseconds> local{milliseconds{ms} + minutes{utc_offset_min}};
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{local - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count(), utc_offset_min < 0 ? '-' : '+', std::abs(utc_offset_min) / 60,
                     std::abs(utc_offset_min) % 60);
}

std::optional<Rfc3339> parse_rfc3339(std::string_view text) {
  Scanner scan{text};
  const int y = scan.number(4);
  scan.expect("-");
  const int mo = scan.number(2);
  scan.expect("-");
  const int d = scan.number(2);
  scan.expect("Tt");
  const int h = scan.number(2);
  scan.expect(":");
  const int mi = scan.number(2);
  scan.expect(":");
  const int s = scan.number(2);
  const int ms = scan.accept(".") ? scan.fraction() : 0;
  int offset = 0;
  scan.expect("Zz+-");
  if (const char sign = scan.last(); sign == '+' || sign == '-') {
    const int offset_h = scan.number(2);
    scan.expect(":");
    const int offset_min = scan.number(2);
    if (offset_h > 23 || offset_min > 59) return std::nullopt;
    offset = (sign == '-' ? -1 : 1) * (offset_h * 60 + offset_min);
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!scan.complete() || !date.ok() || h > 23 || mi > 59 || s > 60) return std::nullopt;
  const auto at = sys_days{date} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms} - minutes{offset};
  return Rfc3339{duration_cast<milliseconds>(at.time_since_epoch()).count(), offset};
}

}  // namespace liftbox
