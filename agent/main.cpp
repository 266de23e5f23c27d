#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "agent/config/mistakes.hpp"
#include "agent/config/site.hpp"
#include "agent/daemon/daemon.hpp"
#include "agent/daemon/log.hpp"
#include "agent/ports/event_store.hpp"
#include "drivers/lines/gpio_input.hpp"
#include "drivers/system/hardware_watchdog.hpp"

namespace {

// sysexits(3), which systemd names in `systemctl status`.
constexpr int exit_usage = 64;
constexpr int exit_failed = 71;
constexpr int exit_store = 74;
constexpr int exit_config = 78;

int run(const std::string& config) {
  try {
    liftbox::SiteConfig site = liftbox::load_site(config);
    liftbox::start_log(site.log_level);
    liftbox::Daemon{std::move(site)}.run();
    return 0;
  } catch (const liftbox::ConfigError& error) {
    std::cerr << error.what() << '\n';
    return exit_config;
  } catch (const liftbox::GpioError& error) {
    std::cerr << "liftboxd: " << error.what() << '\n';
    return exit_config;
  } catch (const liftbox::WatchdogError& error) {
    std::cerr << "liftboxd: " << error.what() << '\n';
    return exit_config;
  } catch (const liftbox::StoreError& error) {
    std::cerr << "liftboxd: store: " << error.what() << '\n';
    return exit_store;
  }
}

int parse_and_run(int argc, char** argv) {
  CLI::App app{
      "liftboxd watches one lift: it reads, decides, keeps and publishes. It never controls the lift."};
  std::string config = "/etc/liftbox/site.toml";
  app.add_option("--config", config, "the site file: board, controller and region of one lift")
      ->capture_default_str();
  app.set_version_flag("--version", LIFTBOX_VERSION);
  app.footer(
      "Exit codes: 0 ended by SIGTERM or SIGINT; 64 wrong usage; 71 the control socket or another resource "
      "cannot be\n"
      "had; 74 another liftboxd has the store; 78 the configuration is wrong (each mistake with file, line "
      "and remedy).");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  }
  return run(config);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "liftboxd: " << error.what() << '\n';
    return exit_failed;
  }
}
