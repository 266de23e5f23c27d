#pragma once

#include <string>

#include "protocols/modbus/frame.hpp"

namespace liftbox::modbus {

/// "RTU /dev/ttyS1 9600 8N1", "TCP 192.168.1.20:502"
std::string line_words(const BusSettings& settings);

/// What became of a request that has no answer, and what to do about it.
std::string trouble_words(const ReadRequest& request, const Answer& answer);

}  // namespace liftbox::modbus
