#include "agent/cli/config_command.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "agent/cli/certificates.hpp"
#include "agent/cli/commands.hpp"
#include "agent/cli/site_file.hpp"
#include "agent/config/effective.hpp"
#include "agent/config/site.hpp"
#include "drivers/system/system_clock.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

// A daemon that reads its configuration again waits for the bus and the broker to end what they are at.
constexpr std::chrono::seconds reload_limit{60};

std::string sources_of(const SiteConfig& site) {
  std::string text = "board " + site.board.name;
  if (!site.lines.empty()) text += fmt::format(" with {} lines", site.lines.size());
  if (site.controller)
    for (const modbus::Unit& unit : site.controller->units)
      text += fmt::format(", {} {} with {} registers", unit.name, unit.registers.name,
                          unit.registers.entries.size());
  return text;
}

/// What was copied from box to box and must differ, with the file that has it first.
class Distinct {
 public:
  void add(const std::string& file, const SiteConfig& site, std::vector<Mistake>& mistakes) {
    check(devices_, "device", site.device, "give each box its own id", file, mistakes);
    check(lifts_, "registration_code", site.lift.registration_code, "give each lift the digits of its plate",
          file, mistakes);
  }

 private:
  using Seen = std::map<std::string, std::string>;

  static void check(Seen& seen, const char* key, const std::string& value, const char* remedy,
                    const std::string& file, std::vector<Mistake>& mistakes) {
    if (value.empty()) return;
    const auto [first, fresh] = seen.try_emplace(value, file);
    if (!fresh)
      mistakes.push_back(
          {file, 0, 0, fmt::format("{} '{}' is that of {} too: {}", key, value, first->second, remedy)});
  }

  Seen devices_;
  Seen lifts_;
};

}  // namespace

int check_config(const ConfigCheckOptions& options, std::ostream& out) {
  std::size_t wrong = 0;
  Distinct distinct;
  for (const std::string& file : options.files) {
    std::vector<Mistake> mistakes;
    try {
      const SiteConfig site = read_site_file(file, options.profiles);
      distinct.add(file, site, mistakes);
      const CertificateCheck certificates = check_certificates(site, SystemClock{}.wall());
      if (!certificates.trouble.empty()) mistakes.push_back({file, 0, 0, "broker: " + certificates.trouble});
      if (mistakes.empty()) out << fmt::format("{}: good: {}, {}\n", file, site.device, sources_of(site));
      for (const Mistake& warning : site.warnings)
        out << fmt::format("{}: warning: {}\n", file, warning.message);
      for (const std::string& warning : certificates.warnings)
        out << fmt::format("{}: warning: {}\n", file, warning);
    } catch (const ConfigError& error) {
      mistakes = error.mistakes;
    }
    if (!mistakes.empty()) {
      out << to_string(mistakes) << '\n';
      ++wrong;
    }
  }
  if (wrong > 0 && options.files.size() > 1)
    out << fmt::format("{} of {} files are wrong\n", wrong, options.files.size());
  return wrong == 0 ? done : bad_config;
}

int show_config(const std::string& socket, const ConfigShowOptions& options, std::ostream& out) {
  if (options.file.empty()) {
    const json params{{"effective", options.effective}, {"part", options.part}};
    out << control::Client(socket).call("config", params).at("text").get<std::string>();
    return done;
  }
  const Shown what = options.effective ? Shown::effective : Shown::given;
  try {
    const SiteConfig site = read_site_file(options.file, options.profiles);
    out << (options.part.empty() ? show(site, what) : show_file(site, options.part, what));
  } catch (const ConfigError& error) {
    out << to_string(error.mistakes) << '\n';
    return bad_config;
  } catch (const std::invalid_argument& error) {
    throw BadInput{error.what()};
  }
  return done;
}

void reload_config(const std::string& socket, const std::string& by, std::ostream& out) {
  json params = json::object();
  if (!by.empty()) params["by"] = by;
  const json answer = control::Client(socket, reload_limit).call("reload", params);
  const json& changes = answer.at("changes");
  if (changes.empty()) out << "read again: nothing has changed\n";
  for (const json& change : changes) out << change.get<std::string>() << '\n';
  for (const json& warning : answer.at("warnings")) out << "warning: " << warning.get<std::string>() << '\n';
}

}  // namespace liftbox::cli
