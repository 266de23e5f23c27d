#include "toolchains/foreign/foreign.hpp"

template class nlohmann::basic_json<>;
