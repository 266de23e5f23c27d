#pragma once

#include <string_view>

#include "agent/records/record.hpp"

namespace liftbox {

Sha256 sha256(std::string_view bytes);

}  // namespace liftbox
