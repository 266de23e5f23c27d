#include "agent/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "agent/elevator/brake/brake_work.hpp"

namespace liftbox::cli {
namespace {

void add_brake_record(CLI::App& brake, const std::string& socket, BrakeRecordOptions& record) {
  auto materials = push_rod_names();
  std::erase(materials, "unknown");
  auto* command = brake.add_subcommand("record", "What you did with the brake; it becomes a record");
  command->add_option("--action", record.action, "What was done")
      ->required()
      ->check(CLI::IsMember(brake_action_names()));
  command->add_option("--material", record.material, "What the push-rod is made of, where you saw it")
      ->check(CLI::IsMember(materials));
  command->add_option("--on", record.done, "Day of the work, like 2026-01-05; without it: today");
  command->add_option("--note", record.note, "What you found");
  command->add_option("--as", record.by,
                      "Your work number; it goes into the record. Not needed once you have signed in");
  command->callback([&] { record_brake(socket, record, std::cout); });
}

}  // namespace

void add_brake(CLI::App& app, const std::string& socket, BrakeOptions& options) {
  auto* brake = app.add_subcommand("brake", "The brake's dossier: work, times before and after, verdict");
  brake->require_subcommand(0, 1);
  brake->add_flag("--json", options.json, "The daemon's answer as it is");
  add_brake_record(*brake, socket, options.record);
  auto* table = brake->add_subcommand("export", "The lift's row of the drum-brake summary table");
  table->add_flag("--csv", options.table.csv, "As CSV with Chinese headings")->required();
  table->add_option("-o,--output", options.table.file, "File to write; without one, standard output");
  table->callback([&] { export_brake(socket, options.table, std::cout); });
  brake->callback([&socket, &options, brake] {
    if (brake->get_subcommands().empty()) show_brake(socket, options.json, std::cout);
  });
}

void add_modbus(CLI::App& app, const std::string& socket, ModbusOptions& modbus, int& exit_code) {
  auto* command = app.add_subcommand("modbus", "Read a controller's registers; needs no daemon, only reads");
  command->add_option("--config", modbus.config, "Site file: every signal of its bus, decoded");
  command->add_option("--profiles", modbus.profiles, "Directory of the profiles that the site file names");
  command->add_option("--port", modbus.port, "Without a site file: serial port, like /dev/ttyS1");
  command->add_option("--baud", modbus.baud, "Of the serial port")
      ->capture_default_str()
      ->check(CLI::IsMember({1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200}));
  command->add_option("--parity", modbus.parity, "Of the serial port")
      ->capture_default_str()
      ->check(CLI::IsMember({"none", "even", "odd"}));
  command->add_option("--stop-bits", modbus.stop_bits, "Of the serial port")
      ->capture_default_str()
      ->check(CLI::Range(1, 2));
  command->add_option("--tcp", modbus.tcp, "Without a site file: HOST or HOST:PORT");
  command->add_option("--unit", modbus.unit, "Of the slave")
      ->capture_default_str()
      ->check(CLI::Range(1, 247));
  command->add_option("--timeout-ms", modbus.timeout_ms, "How long an answer may take")
      ->capture_default_str()
      ->check(CLI::Range(10, 10'000));
  command->add_option("--read", modbus.read, "holding, input, coils or discrete; address (from 0); how many")
      ->expected(3);
  command->callback([&] { exit_code = read_modbus(socket, modbus, std::cout); });
}

}  // namespace liftbox::cli
