#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>

namespace liftbox::eval {

/// Does `one(core, lift)` for each lift: each core takes the next that is left. Tells how far it is.
void on_all_cores(const std::string& name, int lifts, unsigned cores, std::ostream& progress,
                  const std::function<void(std::size_t core, int lift)>& one);

}  // namespace liftbox::eval
