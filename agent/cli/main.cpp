#include <CLI/CLI.hpp>
#include <iostream>

#include "agent/cli/command_line.hpp"
#include "agent/cli/commands.hpp"
#include "agent/cli/config_command.hpp"
#include "agent/cli/export_command.hpp"
#include "agent/cli/gpio_command.hpp"
#include "agent/cli/incident_command.hpp"
#include "agent/cli/maintenance_command.hpp"
#include "agent/cli/profile_command.hpp"
#include "agent/cli/replay.hpp"
#include "agent/cli/sign_in_command.hpp"
#include "agent/cli/snapshot_command.hpp"
#include "agent/cli/verify_command.hpp"
#include "protocols/control/client.hpp"

namespace {

using namespace liftbox;

constexpr const char* footer =
    "Exit codes: 0 done, 1 the daemon refused, 2 wrong usage or bad input, 3 the daemon does not answer,\n"
    "78 the configuration is wrong.";

constexpr const char* by_words =
    "Your work number; it goes into the record. Not needed once you have signed in";

/// Everything that can be typed.
struct Options {
  std::string socket = "/run/liftbox/control.sock";
  cli::StatusOptions status;
  cli::EventsOptions events;
  bool signals_json = false;
  bool statistics_json = false;
  cli::WhyNotOptions why_not;
  bool store_json = false;
  ReplayOptions replay;
  cli::IncidentOptions incident;
  std::string reload_by;
  std::string sign_in_as;
  cli::BrakeOptions brake;
  cli::VisitOptions visit;
  cli::InspectionOptions inspection;
  std::string self_test_by;
  cli::ConfigCheckOptions check;
  cli::ConfigShowOptions show;
  cli::ProfileCheckOptions profile;
  cli::GpioOptions gpio;
  cli::ModbusOptions modbus;
  cli::VerifyOptions verify;
  cli::ExportOptions exported;
  cli::SnapshotOptions snapshot;
};

void add_status(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("status", "Lift and box at a glance, what is wrong first");
  command->add_flag("--json", options.status.json, "The daemon's answer as it is");
  command->add_flag("--watch", options.status.watch, "Again every 2 s, until Ctrl-C");
  command->callback([&] { cli::show_status(options.socket, options.status, std::cout); });
}

void add_events(CLI::App& app, Options& options) {
  auto& events = options.events;
  auto* command = app.add_subcommand("events", "What happened: the last records, oldest first");
  command->add_flag("--follow,-f", events.follow, "Go on with new records as they come, until Ctrl-C");
  command->add_flag("--json", events.json, "The canonical bytes of each record, one a line");
  command->add_option("-n", events.limit, "How many to look back")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000));
  command->add_option("--class", events.record_class, "Only this class")
      ->check(CLI::IsMember({"alarm", "fault", "notice", "stats"}));
  command->add_option("--type", events.type, "Only this type: entrapment, door_close_fault, ...");
  command->add_option("--incident", events.incident, "Only this incident: 118");
  command->add_option("--since", events.since, "Only since then: 15m, 2h, 7d, or 2026-01-05T08:00:00+08:00");
  command->callback([&] { cli::show_events(options.socket, events, std::cout); });
}

void add_signals(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("signals", "Every signal: value, age, quality, source");
  command->add_flag("--json", options.signals_json, "The daemon's answer as it is");
  command->callback([&] { cli::show_signals(options.socket, options.signals_json, std::cout); });
}

void add_statistics(CLI::App& app, Options& options) {
  auto* command =
      app.add_subcommand("stats", "Use, wear, service and faults: today, yesterday, last 30 days");
  command->add_flag("--json", options.statistics_json, "The daemon's answer as it is");
  command->callback([&] { cli::show_statistics(options.socket, options.statistics_json, std::cout); });
}

void add_why_not(CLI::App& app, Options& options) {
  auto& why_not = options.why_not;
  auto* command = app.add_subcommand("why-not", "What rules held back, how often and why, and the last ones");
  command->add_option("NUMBER", why_not.number, "One of them, with the lift as it was: 57");
  command->add_option("-n", why_not.limit, "How many of the last ones")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  command->add_flag("--json", why_not.json, "The daemon's answer as it is");
  command->callback([&] { cli::show_why_not(options.socket, why_not, std::cout); });
}

void add_store(CLI::App& app, Options& options) {
  auto* command =
      app.add_subcommand("store", "The diary: its room, what was dropped, how it wears the flash");
  command->add_flag("--json", options.store_json, "The daemon's answer as it is");
  command->callback([&] { cli::show_store(options.socket, options.store_json, std::cout); });
}

void add_incident(CLI::App& app, Options& options) {
  auto& incident = options.incident;
  auto* command = app.add_subcommand("incident", "An incident's life, and what you know of it");
  command
      ->add_option("ACTION", incident.action,
                   "show: its life; ack: I have taken note; on-site: I am at the lift; close: it is over; "
                   "cause: why people were shut in; causes: what there are")
      ->required()
      ->check(CLI::IsMember({"show", "ack", "on-site", "close", "cause", "causes"}));
  command->add_option("INCIDENT", incident.incident,
                      "Its number, like 118; ack, on-site, close: not needed while only one is open");
  command->add_option("CODE", incident.code, "Of the cause, like 0302");
  command->add_option("--as", incident.by, by_words);
  command->add_option("--note", incident.note, "A word on the cause; goes into the record, too");
  command->add_flag("--json", incident.json, "show: its records");
  command->callback([&] { cli::run_incident(options.socket, incident, std::cout); });
}

void add_sign_in(CLI::App& app, Options& options) {
  auto* in =
      app.add_subcommand("sign-in", "Say who you are, for a while; asks for your PIN if the box keeps one");
  in->add_option("--as", options.sign_in_as, "Your work number; without one: who is signed in");
  in->callback([&] { cli::sign_in(options.socket, options.sign_in_as, std::cout); });
  auto* out = app.add_subcommand("sign-out", "End it before its time");
  out->callback([&] { cli::sign_out(options.socket, std::cout); });
  auto* pin = app.add_subcommand("pin", "The line of the file of PINs for a new PIN; needs no daemon");
  pin->add_option("--as", options.sign_in_as, "Whose: a work number")->required();
  pin->callback([&] { cli::make_pin(options.sign_in_as, std::cout); });
}

void add_visit(CLI::App& app, Options& options) {
  auto& visit = options.visit;
  auto* command =
      app.add_subcommand("visit", "Maintenance visits: who, what for, and what was seen at the lift");
  command->require_subcommand(1);
  auto* start = command->add_subcommand("start", "You begin to maintain the lift");
  start->add_option("--kind", visit.kind, "Of TSG T5002")
      ->required()
      ->check(CLI::IsMember({"half_monthly", "quarterly", "half_yearly", "yearly"}));
  start->add_option("--as", visit.by, by_words);
  start->callback([&] { cli::start_visit(options.socket, visit, std::cout); });
  auto* end = command->add_subcommand("end", "You have done: what was seen at the lift goes into the record");
  end->add_option("--items", visit.items, "Done: A-1-04,A-1-05, a whole table A-1, or all of the kind");
  end->add_option("--as", visit.by, by_words);
  end->callback([&] { cli::end_visit(options.socket, visit, std::cout); });
  auto* show = command->add_subcommand("show", "The one under way, those before, and when the next is due");
  show->add_flag("--json", visit.json, "The daemon's answer as it is");
  show->callback([&] { cli::show_visits(options.socket, visit.json, std::cout); });
}

void add_inspection(CLI::App& app, Options& options) {
  auto& inspection = options.inspection;
  auto* command =
      app.add_subcommand("inspection", "The lift's periodical inspection: when it was, when it is due");
  command->require_subcommand(1);
  auto* done = command->add_subcommand("done", "It was made; this is kept, whatever the site file says");
  done->add_option("--date", inspection.date, "When: 2026-11-20")->required();
  done->add_option("--next", inspection.next, "When the next is due; a period later if not given");
  done->add_option("--as,--by", inspection.by, by_words);
  done->callback([&] { cli::inspection_done(options.socket, inspection, std::cout); });
  auto* show = command->add_subcommand("show", "Last and next");
  show->add_flag("--json", inspection.json, "The daemon's answer as it is");
  show->callback([&] { cli::show_inspection(options.socket, inspection.json, std::cout); });
}

void add_self_test(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("self-test", "Test the box now; it does so itself every 72 h");
  command->add_option("--as", options.self_test_by, by_words);
  command->callback([&] { cli::test_box(options.socket, options.self_test_by, std::cout); });
}

void add_replay(CLI::App& app, Options& options, int& exit_code) {
  auto& replay = options.replay;
  auto* command = app.add_subcommand("replay", "Run a recorded trace through detection; needs no daemon");
  command
      ->add_option("TRACE", replay.trace,
                   "CSV t_ms,signal,value (? unknown, ! no longer read); - for standard input")
      ->required();
  command->add_option("--config", replay.config, "Site file whose rules and lift apply");
  command->add_option("--profiles", replay.profiles, "Directory of the profiles that the site file names");
  command->add_option("--set", replay.settings, "One setting, like lift.rated_speed_mm_s=1750")
      ->allow_extra_args(false);
  auto* statistics = command->add_flag("--stats", replay.statistics,
                                       "The hours and days it adds up to, instead of the records");
  command->add_flag("--why-not", replay.why_not, "What a rule held back, too, and why")->excludes(statistics);
  command->callback([&] { exit_code = run_replay(replay, std::cout, std::cerr); });
}

void add_config(CLI::App& app, Options& options, int& exit_code) {
  auto* config = app.add_subcommand("config", "Check and show site files, and what the daemon runs with");
  config->require_subcommand(1);
  const char* profiles = "Directory of the profiles: boards/, controllers/, regions/";
  auto* check = config->add_subcommand("check", "Every mistake of site files; needs no daemon");
  check->add_option("FILE", options.check.files, "Site files")->required();
  check->add_option("--profiles", options.check.profiles, profiles);
  check->callback([&] { exit_code = cli::check_config(options.check, std::cout); });
  auto* show = config->add_subcommand("show", "Each value with the file and line it comes from, as TOML");
  show->add_option("FILE", options.show.file, "Site file; without one, what the daemon runs with");
  show->add_flag("--effective", options.show.effective, "The defaults that are in force, too");
  show->add_option("--part", options.show.part,
                   "Only site, board, controller, region, extended_region or a unit of the bus");
  show->add_option("--profiles", options.show.profiles, profiles);
  show->callback([&] { exit_code = cli::show_config(options.socket, options.show, std::cout); });
}

void add_reload(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("reload", "Let the daemon read its configuration again");
  command->add_option("--as", options.reload_by, by_words);
  command->callback([&] { cli::reload_config(options.socket, options.reload_by, std::cout); });
}

void add_profile(CLI::App& app, Options& options, int& exit_code) {
  auto* profile =
      app.add_subcommand("profile", "For those who write profiles of controllers, boards, regions");
  profile->require_subcommand(1);
  auto* check = profile->add_subcommand("check", "Every mistake, and what is hardly meant; needs no daemon");
  check->add_option("FILE", options.profile.files, "Profiles")->required();
  check->add_option("--profiles", options.profile.profiles,
                    "Directory of the profiles that a region extends");
  check->add_option("--baud", options.profile.baud, "Of the bus that a controller is read over")
      ->capture_default_str()
      ->check(CLI::Range(1200, 115200));
  check->callback([&] { exit_code = cli::check_profiles(options.profile, std::cout); });
}

void add_gpio(CLI::App& app, Options& options, int& exit_code) {
  auto& gpio = options.gpio;
  auto* command = app.add_subcommand("gpio", "The inputs of this machine; needs no daemon");
  command->add_option("--config", gpio.config, "Site file: the lines of its board, level and meaning");
  command->add_option("--profiles", gpio.profiles, "Directory of the profiles that the site file names");
  command->add_flag("--watch", gpio.watch, "Each edge as it comes, until Ctrl-C; needs --config");
  command->callback([&] { exit_code = cli::show_gpio(gpio, std::cout); });
}

void add_verify(CLI::App& app, Options& options, int& exit_code) {
  auto& verify = options.verify;
  auto* command =
      app.add_subcommand("verify", "That no record is missing or changed; the first that is, if one is");
  command->add_option("FILE", verify.file,
                      "A store, an export, - for standard input with a record a line; "
                      "without one, what the daemon keeps");
  command->add_option("--key", verify.keys, "The box's seal_key at the platform: no other's seals count")
      ->allow_extra_args(false);
  command->add_flag("--json", verify.json, "The findings as JSON");
  command->callback([&] { exit_code = cli::verify_records(options.socket, verify, std::cout); });
}

void add_export(CLI::App& app, Options& options) {
  auto& exported = options.exported;
  auto* command =
      app.add_subcommand("export", "Records of a time range with their proof, one a line as JSON");
  command->add_option("--from", exported.from, "From then on: 15m, 2h, 7d ago, or 2026-01-05T08:00:00+08:00");
  command->add_option("--to", exported.to, "Up to then, and on to the seal that signs the last of them");
  command->add_option("--store", exported.store, "A store file; without one, what the daemon keeps");
  command->add_option("-o,--output", exported.file, "File to write; without one, standard output");
  command->add_flag("--csv", exported.csv, "A table for people, without the proof");
  command->callback([&] { cli::export_records(options.socket, exported, std::cout, std::cerr); });
}

void add_snapshot(CLI::App& app, Options& options) {
  auto& snapshot = options.snapshot;
  auto* command =
      app.add_subcommand("snapshot", "What every signal did around an alarm; which snapshots there are");
  command->add_option("WHAT", snapshot.what, "An incident, like 118; or a file, which needs no daemon");
  auto* changes = command->add_flag("--changes", snapshot.changes, "Each change in the order of time");
  command->add_flag("--trace", snapshot.trace, "As a trace that `liftctl replay` reads")->excludes(changes);
  command->callback([&] { cli::show_snapshot(options.socket, snapshot, std::cout); });
}

void add_version(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("version", "Of this program and of the daemon");
  command->callback([&] { cli::show_version(options.socket, std::cout); });
}

int run(int argc, char** argv) {
  Options options;
  int exit_code = cli::done;
  CLI::App app("liftctl: how the lift and its box are", "liftctl");
  app.footer(footer);
  app.require_subcommand(0, 1);
  app.fallthrough();
  app.add_option("--socket", options.socket, "Where the daemon answers")
      ->envname("LIFTBOX_SOCKET")
      ->capture_default_str();
  add_status(app, options);
  add_events(app, options);
  add_signals(app, options);
  add_statistics(app, options);
  add_why_not(app, options);
  add_store(app, options);
  add_incident(app, options);
  add_sign_in(app, options);
  cli::add_brake(app, options.socket, options.brake);
  add_visit(app, options);
  add_inspection(app, options);
  add_self_test(app, options);
  add_replay(app, options, exit_code);
  add_config(app, options, exit_code);
  add_reload(app, options);
  add_profile(app, options, exit_code);
  add_gpio(app, options, exit_code);
  cli::add_modbus(app, options.socket, options.modbus, exit_code);
  add_verify(app, options, exit_code);
  add_export(app, options);
  add_snapshot(app, options);
  add_version(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::done : cli::bad_input;
  }
  if (app.get_subcommands().empty()) {
    std::cerr << app.help();
    return cli::bad_input;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const cli::BadInput& error) {
    std::cerr << "liftctl: " << error.what() << '\n';
    return cli::bad_input;
  } catch (const control::Refused& error) {
    std::cerr << "liftctl: the daemon refused: " << error.what() << '\n';
    return cli::refused;
  } catch (const control::NotReachable& error) {
    std::cerr << error.what() << '\n';
    return cli::not_reachable;
  } catch (const std::exception& error) {
    std::cerr << "liftctl: " << error.what() << '\n';
    return cli::refused;
  }
}
