#pragma once

#include <filesystem>

#include "agent/config/mistakes.hpp"
#include "agent/elevator/code_table.hpp"
#include "board/profile.hpp"
#include "protocols/modbus/register_map.hpp"

namespace liftbox {

/// What a profile says of itself. Each reads one file; what is wrong in it goes to `mistakes`.
BoardProfile load_board_profile(const std::filesystem::path& file, std::vector<Mistake>& mistakes);
modbus::RegisterMap load_register_map(const std::filesystem::path& file, std::vector<Mistake>& mistakes);
CodeTable load_code_table(const std::filesystem::path& file, std::vector<Mistake>& mistakes);

}  // namespace liftbox
