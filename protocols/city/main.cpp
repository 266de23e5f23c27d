#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

#include "agent/daemon/log.hpp"
#include "agent/records/uuid.hpp"
#include "drivers/system/system_clock.hpp"
#include "protocols/city/address.hpp"
#include "protocols/city/receiver.hpp"

namespace {

// sysexits(3), which systemd names in `systemctl status`.
constexpr int exit_usage = 64;
constexpr int exit_failed = 71;
constexpr int exit_database = 78;
constexpr std::size_t mib = 1024 * 1024;

struct Options {
  liftbox::city::Receiver::Settings settings;
  std::string log_level = "info";
  std::size_t backlog_mib = 64;
  bool insecure = false;
};

void declare(CLI::App& app, Options& options) {
  auto& broker = options.settings.broker;
  auto& database = options.settings.database;
  app.add_option("--broker", broker.broker, "mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS")
      ->capture_default_str();
  app.add_option(
      "--database", database.connection,
      "PostgreSQL, as libpq takes it: postgresql://USER@HOST/NAME; PGPASSWORD and ~/.pgpass are read");
  app.add_option("--group", broker.group, "receivers of one group divide the records among them")
      ->capture_default_str()
      ->check(CLI::Validator{[](const std::string& text) {
                               return text.empty() || text.find_first_of("/+#") != std::string::npos
                                          ? "a name without / + #"
                                          : "";
                             },
                             "NAME"});
  app.add_option("--topic-root", broker.topic_root, "what the boxes have as broker.topic_root")
      ->capture_default_str();
  app.add_option("--name", database.name,
                 "of this receiver, kept with what it received; else it makes one up");
  app.add_option("--by", options.settings.by, "who the city is to the boxes, in receipts and requests")
      ->capture_default_str();
  app.add_option("--username", broker.username,
                 "at the broker; its password is read from LIFTBOX_CITY_PASSWORD");
  app.add_option("--ca-file", broker.ca_file, "PEM: who signs the broker's certificate")
      ->check(CLI::ExistingFile);
  app.add_option("--cert-file", broker.cert_file, "PEM: our certificate")->check(CLI::ExistingFile);
  app.add_option("--key-file", broker.key_file, "PEM: its key")->check(CLI::ExistingFile);
  app.add_flag("--insecure", options.insecure, "plain TCP beyond this machine");
  app.add_option("--patience", database.patience_s, "seconds after which what is missing is asked for")
      ->capture_default_str()
      ->check(CLI::Range(1, 86'400));
  app.add_option("--backlog-mib", options.backlog_mib, "memory for what waits for the database")
      ->capture_default_str()
      ->check(CLI::Range(1, 65'536));
  app.add_option("--log-level", options.log_level, "debug, info, warn, error")
      ->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
}

void complete(Options& options) {
  auto& broker = options.settings.broker;
  auto& database = options.settings.database;
  constexpr std::size_t short_id = 8;
  const std::string own = liftbox::random_uuid().substr(0, short_id);
  if (database.name.empty()) database.name = "receiver-" + own;
  broker.client_id = "liftbox-city-" + database.name + '-' + own;
  if (const char* password =
          std::getenv("LIFTBOX_CITY_PASSWORD"))  // NOLINT(concurrency-mt-unsafe): no threads yet
    broker.password = password;
  options.settings.backlog_bytes = options.backlog_mib * mib;
}

int run(const Options& options) {
  liftbox::start_log(options.log_level);
  boost::asio::io_context io{1};
  const liftbox::SystemClock clock;
  liftbox::city::Receiver receiver{options.settings, io, clock};
  boost::asio::signal_set signals{io, SIGTERM, SIGINT};
  signals.async_wait([&](const boost::system::error_code& error, int /*signal*/) {
    if (!error) receiver.stop();
  });
  receiver.start();
  io.run();
  return receiver.misfit() ? exit_database : 0;
}

int parse_and_run(int argc, char** argv) {
  CLI::App app{
      "liftbox-city takes the records of all boxes from the broker, writes them to PostgreSQL and tells the "
      "boxes."};
  Options options;
  declare(app, options);
  app.set_version_flag("--version", LIFTBOX_VERSION);
  app.footer(
      "Start as many as you need, all alike. Exit codes: 0 ended by SIGTERM or SIGINT; 64 wrong usage; 71 "
      "failed;\n"
      "78 the database is not for this program (a newer schema).");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  }
  const auto& broker = options.settings.broker;
  if (const std::string wrong = liftbox::city::why_not(broker, options.insecure); !wrong.empty()) {
    std::cerr << "liftbox-city: " << wrong << '\n';
    return exit_usage;
  }
  complete(options);
  return run(options);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "liftbox-city: " << error.what() << '\n';
    return exit_failed;
  }
}
