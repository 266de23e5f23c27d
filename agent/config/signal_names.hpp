#pragma once

#include <optional>
#include <string>

#include "agent/config/document.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

inline std::string name_of(Signal signal) {
  return std::string{name(signal)};
}

/// The key `signal` of a table; missing or misspelt is a mistake.
std::optional<Signal> read_signal(const Table& table);

}  // namespace liftbox
