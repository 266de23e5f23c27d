#pragma once

#include <string>

#include "protocols/city/subscriber.hpp"

namespace liftbox::city {

/// What is wrong with the broker's address, said to whoever wrote it; empty: nothing. Unencrypted goes to
/// this machine only, unless `insecure`.
std::string why_not(const Subscriber::Settings& broker, bool insecure);

}  // namespace liftbox::city
