#pragma once

#include <optional>
#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// A quantity that no detector knows, as a source measured it: the temperature of a motor, the energy used.
struct Measurement {
  std::string name;             ///< "custom.motor_temperature"
  std::optional<double> value;  ///< nothing: the source cannot tell
  Moment at{};                  ///< when it was taken: arrival of the answer

  bool operator==(const Measurement&) const = default;
};

}  // namespace liftbox
