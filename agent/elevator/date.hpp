#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/elevator/wall.hpp"

namespace liftbox {

/// "2026-11-20". Nothing where the text is no such day.
std::optional<Date> parse_date(std::string_view text);
std::string format(Date date);
/// A year after 29 February is 28 February.
Date months_after(Date date, int months);

}  // namespace liftbox
