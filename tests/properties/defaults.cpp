#include <cstdlib>

// The same stories each time, unless RC_PARAMS in the environment says otherwise: "seed=1 max_success=5000".
namespace {
[[maybe_unused]] const int defaults = setenv("RC_PARAMS", "seed=2026 max_success=25 max_size=40", 0);
}  // namespace
