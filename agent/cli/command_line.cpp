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

}  // namespace liftbox::cli
