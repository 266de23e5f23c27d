#pragma once

#include <string>

namespace liftbox::control {
class Client;
}

namespace liftbox::cli {

/// People say 118 or #118 for EPOCH:118; an open incident of an earlier epoch goes before one of this epoch.
std::string full_incident(control::Client& client, const std::string& name);

}  // namespace liftbox::cli
