#pragma once

#include <filesystem>

#include "agent/config/config_file.hpp"
#include "agent/config/mistakes.hpp"
#include "agent/elevator/code_table.hpp"
#include "board/profile.hpp"
#include "protocols/modbus/register_map.hpp"

namespace liftbox {

/// What a profile says of itself. Each reads one file; what is wrong in it goes to `mistakes`, what is in
/// force to `read`.
BoardProfile load_board_profile(const std::filesystem::path& file, std::vector<Mistake>& mistakes,
                                ConfigFile* read = nullptr);
modbus::RegisterMap load_register_map(const std::filesystem::path& file, std::vector<Mistake>& mistakes,
                                      ConfigFile* read = nullptr);
/// What the table extends stands beside it or in `regions`, and is in `read` after it.
CodeTable load_code_table(const std::filesystem::path& file, const std::filesystem::path& regions,
                          std::vector<Mistake>& mistakes, std::vector<ConfigFile>* read = nullptr);

}  // namespace liftbox
