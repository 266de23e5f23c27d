#pragma once

#include <string>

namespace liftbox {

/// A random UUID (version 4, RFC 9562) from the kernel's random numbers.
std::string random_uuid();

}  // namespace liftbox
