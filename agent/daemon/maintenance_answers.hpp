#pragma once

#include <nlohmann/json_fwd.hpp>

#include "agent/daemon/staff.hpp"
#include "agent/runtime/pipeline.hpp"
#include "protocols/control/server.hpp"

namespace liftbox {

/// The control socket's methods for those who maintain and inspect the lift: `visit`, `inspection` and
/// `self_test`.
struct MaintenanceParts {
  const SiteConfig& site;
  Pipeline& pipeline;
  Staff& staff;
};
control::Methods maintenance_methods(const MaintenanceParts& parts);

/// What the last self-test found: the answer of `self_test`, of the control socket and of the platform alike.
nlohmann::json self_test_json(const Pipeline& pipeline);

/// Visit, inspection and self-test as they stand, for `status`.
nlohmann::json maintenance_json(const Pipeline& pipeline);

}  // namespace liftbox
