#pragma once

#include <string>

#include "agent/cli/brake_command.hpp"
#include "agent/cli/modbus_command.hpp"

namespace CLI {
class App;
}

namespace liftbox::cli {

// What can be typed after a command that has many words; the options live as long as the app.

void add_brake(CLI::App& app, const std::string& socket, BrakeOptions& options);
void add_modbus(CLI::App& app, const std::string& socket, ModbusOptions& modbus, int& exit_code);

}  // namespace liftbox::cli
