#pragma once

#include <string>

namespace liftbox {

/// Logs go to standard error: under journald with its priorities and without a time of our own, else readable
/// by a person. `level`: trace, debug, info, warning, error.
void start_log(const std::string& level);

}  // namespace liftbox
