#include "agent/config/site.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "agent/config/controller_faults.hpp"
#include "agent/config/document.hpp"
#include "agent/config/idle_detectors.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/registers.hpp"
#include "agent/config/settings.hpp"
#include "agent/config/signal_names.hpp"
#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

namespace fs = std::filesystem;

// Shorter than a slow flash syncs; longer than anybody should wait for an alarm box.
constexpr std::int64_t shortest_watchdog_s = 10;
constexpr std::int64_t longest_watchdog_s = 300;
// Of the smallest, 40 are kept free for 10,000 alarms that wait.
constexpr std::int64_t smallest_store_mb = 64;
constexpr std::int64_t largest_store_mb = 65'536;

std::vector<std::string> profiles_in(const fs::path& directory) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator{directory, ignored})
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// The file of a profile that a key names: by name in its directory, or by path beside the site file.
std::optional<fs::path> profile_file(const Table& table, const std::string& key, const std::string& name,
                                     const fs::path& directory, const fs::path& beside) {
  if (name.empty()) return std::nullopt;
  const bool path = name.find('/') != std::string::npos || name.ends_with(".toml");
  const fs::path file = path ? beside / name : directory / (name + ".toml");
  if (fs::is_regular_file(file)) {
    if (path) table.in_force(key, file.lexically_normal().string());
    return file;
  }
  if (path) {
    table.mistake(key, fmt::format("there is no file {}: correct the path, or give the name of a profile",
                                   file.string()));
    return std::nullopt;
  }
  const std::vector<std::string> known = profiles_in(directory);
  table.mistake(key, fmt::format("there is no profile '{}' in {}: {}", name, directory.string(),
                                 known.empty() ? "give profiles_dir, or a path" : suggestion(name, known)));
  return std::nullopt;
}

bool has_custom(const modbus::RegisterMap& map, const std::string& name) {
  return std::any_of(map.custom.begin(), map.custom.end(),
                     [&](const modbus::CustomRegister& custom) { return custom.name == name; });
}

std::vector<std::string> signals_of_both(const modbus::RegisterMap& one, const modbus::RegisterMap& other) {
  std::vector<std::string> both;
  for (const modbus::RegisterEntry& mine : one.entries)
    for (const modbus::RegisterEntry& theirs : other.entries)
      if (mine.signal == theirs.signal) both.push_back(fmt::format("'{}'", name_of(mine.signal)));
  for (const modbus::CustomRegister& mine : one.custom)
    if (has_custom(other, mine.name)) both.push_back(fmt::format("'{}'", mine.name));
  return both;
}

/// Reads the site file and what it names, in one pass over all sections.
class SiteReader {
 public:
  SiteReader(const fs::path& file, ProfileDirectories profiles)
      : beside_{fs::absolute(file).parent_path()},
        profiles_{std::move(profiles)},
        document_{file, mistakes_, &read_},
        root_{document_.root()} {
    site_.file = fs::absolute(file);
  }

  SiteConfig read() {
    if (root_) read_sections();
    document_.reject_unknown_keys();
    if (!mistakes_.empty()) throw ConfigError{std::move(mistakes_)};
    read_.role = "site";
    site_.files.insert(site_.files.begin(), std::move(read_));
    return std::move(site_);
  }

 private:
  void read_sections() {
    if (const auto directory = root_.path("profiles_dir", beside_))
      profiles_ = ProfileDirectories::below(*directory);
    site_.device = read_device(root_);
    site_.lift = read_lift(root_.table("lift"));
    read_settings(root_, site_.rules, site_.facts);
    read_brake(root_.table("lift"), site_.lift.brake_model, site_.facts.brake);
    read_codes();
    const std::size_t told = mistakes_.size();
    read_board();
    read_controller();
    read_wiring();
    const bool sources_are_known = told == mistakes_.size();
    site_.broker = read_broker(root_.table("broker"), beside_);
    site_.telemetry = read_telemetry(root_, site_);
    read_places();
    read_watchdog();
    site_.sign_in = read_sign_in(root_.table("sign_in"), beside_);
    site_.without_entrapment = root_.flag("without_entrapment").value_or(false);
    check_sources();
    if (sources_are_known && (root_.has("controller") || root_.has("lines"))) check_needs(root_, site_);
  }

  void read_board() {
    const std::string name =
        root_.required_text("board", "name the profile of this gateway, as in board = \"simulated\"");
    const auto file = profile_file(root_, "board", name, profiles_.boards, beside_);
    if (!file) return;
    site_.board = load_board_profile(*file, mistakes_, &remember("board"));
  }

  void read_codes() {
    const std::string name = root_.text("region").value_or("national");
    const auto file = profile_file(root_, "region", name, profiles_.regions, beside_);
    if (!file) return;
    site_.codes = load_code_table(*file, profiles_.regions, mistakes_, &site_.files);
  }

  void read_controller() {
    const Table table = root_.table("controller");
    if (!table) return;
    ControllerSettings& controller = site_.controller.emplace();
    controller.units.push_back(read_unit(table, "controller"));
    controller.bus = read_bus(table, site_.board);
    for (const Table& more : table.tables("units")) {
      const std::string name = more.required_text(
          "name", "name what it is, as in name = \"door_drive\": silence is reported of it");
      if (!more.has("unit")) more.mistake("'unit' is missing: give its number on the bus, 1 to 247");
      modbus::Unit unit = read_unit(more, name);
      reject_repetition(more, unit);
      controller.units.push_back(std::move(unit));
    }
    site_.facts.controller_faults = controller_faults(controller);
    site_.facts.controller_causes = controller_causes(controller);
  }

  modbus::Unit read_unit(const Table& table, const std::string& name) {
    modbus::Unit unit;
    unit.name = name;
    unit.number = read_unit_number(table).value_or(unit.number);
    if (!table.has("unit")) table.in_force("unit", std::int64_t{unit.number});
    const std::string profile =
        table.has("custom")
            ? table.text("profile").value_or("")
            : table.required_text("profile", "name its register map, as in profile = \"generic\"");
    const auto file = profile_file(table, "profile", profile, profiles_.controllers, beside_);
    if (file) unit.registers = load_register_map(*file, mistakes_, &remember(name));
    for (modbus::CustomRegister& custom : read_custom(table, {})) {
      if (has_custom(unit.registers, custom.name))
        table.mistake("custom", fmt::format("'{}' is in profile '{}' too: choose another name", custom.name,
                                            unit.registers.name));
      unit.registers.custom.push_back(std::move(custom));
    }
    for (const std::string& doubt : counted_as_in_manuals(unit.registers))
      site_.warnings.push_back(
          {site_.file.string(), 0, 0, fmt::format("profile '{}': {}", unit.registers.name, doubt)});
    return unit;
  }

  void reject_repetition(const Table& table, const modbus::Unit& unit) const {
    for (const modbus::Unit& other : site_.controller->units) {
      if (other.name == unit.name || unit.name == "lines")
        table.mistake("name", fmt::format("another source is called '{}': choose another name", unit.name));
      if (table.has("unit") && other.number == unit.number)
        table.mistake("unit", fmt::format("unit {} is '{}' already: give each unit of the bus its own number",
                                          unit.number, other.name));
      const std::vector<std::string> twice = signals_of_both(unit.registers, other.registers);
      if (!twice.empty())
        table.mistake("profile", fmt::format("'{}' tells of {} too: remove them from one of the two profiles",
                                             other.name, fmt::join(twice, ", ")));
    }
  }

  ConfigFile& remember(const std::string& role) {
    site_.files.push_back({role, {}, {}, {}});
    return site_.files.back();
  }

  /// GPIO lines are the board's own; the simulated lift's are there if the site file says where.
  void read_wiring() {
    const Table table = root_.table("lines");
    const bool gpio = !site_.board.lines.empty() && site_.board.lines.front().pin.has_value();
    if (!table && !gpio) return;
    site_.line_socket = read_socket(table, "socket", beside_);
    if (gpio && table.has("socket"))
      table.mistake("socket",
                    fmt::format("the lines of board '{}' are GPIO: remove 'socket'", site_.board.name));
    if (!gpio && !site_.line_socket && !table.has("socket"))
      table.mistake("'socket' is missing: give the path of the simulated lift's socket");
    if (site_.board.lines.empty() && !site_.board.name.empty())
      table.mistake(fmt::format("board '{}' has no lines: remove [lines]", site_.board.name));
    site_.lines = read_lines(table, site_.board);
    if (table && gpio && site_.lines.empty())
      table.mistake(fmt::format("no line carries a signal: write [lines.{}] with 'signal'",
                                site_.board.lines.front().name));
  }

  void read_store() {
    const Table store = root_.table("store");
    site_.store_directory = store.path("directory", beside_).value_or(site_.store_directory);
    const auto whole = [&](const char* key, std::int64_t min, std::int64_t max, std::uint64_t& field) {
      field =
          static_cast<std::uint64_t>(store.whole(key, min, max).value_or(static_cast<std::int64_t>(field)));
    };
    whole("max_mb", smallest_store_mb, largest_store_mb, site_.store_max_mb);
    whole("flash_mb_a_day", 1, largest_store_mb, site_.flash_mb_a_day);
    if (!site_.telemetry) return;
    const std::uint64_t needed = site_.telemetry->share_mb + smallest_store_mb;
    if (needed > site_.store_max_mb)
      root_.table("telemetry")
          .mistake(
              "share_mb",
              fmt::format("'share_mb' is {}: the store has {} (store.max_mb), of which records need {}; give "
                          "less, or store.max_mb = {}",
                          site_.telemetry->share_mb, site_.store_max_mb, smallest_store_mb, needed));
  }

  void read_places() {
    read_store();
    site_.control_socket =
        read_socket(root_.table("control"), "socket", beside_).value_or(site_.control_socket);
    const std::vector<std::string> levels{"trace", "debug", "info", "warning", "error"};
    constexpr std::size_t info = 2;
    site_.log_level = levels[root_.table("log").choice("level", levels).value_or(info)];
  }

  void read_watchdog() {
    const Table table = root_.table("watchdog");
    if (!table) return;
    WatchdogSettings& watchdog = site_.watchdog.emplace();
    watchdog.device = table.required_text("device", "give it, as in device = \"/dev/watchdog0\"");
    watchdog.timeout = std::chrono::seconds{
        table.whole("timeout_s", shortest_watchdog_s, longest_watchdog_s).value_or(watchdog.timeout.count())};
  }

  void check_sources() const {
    if (!root_.has("controller") && !root_.has("lines") && site_.lines.empty())
      root_.mistake("nothing tells of the lift: add [controller] or [lines]");
    if (!site_.controller) return;
    std::map<Signal, std::string> lines;
    for (const LineProfile& line : site_.lines) lines[*line.signal] = line.name;
    for (const modbus::Unit& unit : site_.controller->units)
      for (const modbus::RegisterEntry& entry : unit.registers.entries) {
        const auto line = lines.find(entry.signal);
        if (line == lines.end()) continue;
        root_.mistake(
            "controller",
            fmt::format("signal '{0}' comes from line '{1}' and from register {2}: write used = false "
                        "under [lines.{1}], or remove the register from the controller's profile",
                        name_of(entry.signal), line->second, entry.wire.address));
      }
  }

  fs::path beside_;
  ProfileDirectories profiles_;
  std::vector<Mistake> mistakes_;
  ConfigFile read_;
  Document document_;
  Table root_;
  SiteConfig site_;
};

}  // namespace

ProfileDirectories ProfileDirectories::below(const fs::path& directory) {
  return {directory / "boards", directory / "controllers", directory / "regions"};
}
ProfileDirectories ProfileDirectories::installed() {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  return below((program.parent_path() / LIFTBOX_PROFILES).lexically_normal());
}

SiteConfig load_site(const fs::path& file, const ProfileDirectories& profiles) {
  return SiteReader{file, profiles}.read();
}

}  // namespace liftbox
