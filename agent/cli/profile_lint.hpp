#pragma once

#include <vector>

#include "agent/config/config_file.hpp"
#include "agent/config/mistakes.hpp"
#include "agent/elevator/code_table.hpp"
#include "board/profile.hpp"
#include "protocols/modbus/register_map.hpp"

namespace liftbox::cli {

/// What a profile says that can be loaded and is hardly meant. Each profile has been loaded without a
/// mistake, into `read` too.
std::vector<Mistake> lint(const modbus::RegisterMap& map, const ConfigFile& read, int baud);
std::vector<Mistake> lint(const BoardProfile& board, const ConfigFile& read);
std::vector<Mistake> lint(const CodeTable& codes, const ConfigFile& read);

/// Part of the bus's time that reading takes at least, 1 for all of it: a controller that answers at once.
double part_of_bus(const modbus::RegisterMap& map, int baud);

}  // namespace liftbox::cli
