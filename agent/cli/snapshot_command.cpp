#include "agent/cli/snapshot_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <sstream>

#include "agent/cli/commands.hpp"
#include "agent/cli/incident_name.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/snapshot_screen.hpp"
#include "agent/cli/terminal.hpp"
#include "agent/records/compressed.hpp"
#include "agent/records/snapshot.hpp"
#include "agent/runtime/snapshot_sender.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

std::string text_of_file(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  if (!in && bytes.empty()) throw BadInput{fmt::format("{}: cannot be read", file)};
  if (!file.ends_with(".zst")) return bytes;
  auto text = decompress(bytes, largest_trace);
  if (!text) throw BadInput{fmt::format("{}: is no snapshot, or is damaged", file)};
  return *text;
}

std::string text_of_daemon(const std::string& socket, const std::string& incident) {
  control::Client client{socket};
  const bool named = incident.find_first_not_of("0123456789#") != std::string::npos;
  const json answer = client.call("snapshot", {{"name", named ? incident : full_incident(client, incident)}});
  const auto frame = from_base64(screen::text(answer, "trace"));
  auto text = frame ? decompress(*frame, largest_trace) : std::nullopt;
  if (!text) throw std::runtime_error{"the daemon's answer is no snapshot: is it of another version?"};
  return *text;
}

/// The alarm: a minute after the beginning, where the box had been up for so long.
Moment marked(const Trace& trace) {
  const Moment from_the_end = trace.end - SnapshotSender::after;
  return std::max(Moment{}, std::min(Moment{SnapshotSender::before}, from_the_end));
}

}  // namespace

void show_snapshot(const std::string& socket, const SnapshotOptions& options, std::ostream& out) {
  if (options.what.empty()) {
    const json answer = control::Client{socket}.call("snapshots", json::object());
    out << screen::snapshots_screen(answer, terminal_of_output());
    return;
  }
  const bool is_file = std::filesystem::is_regular_file(options.what);
  const std::string text = is_file ? text_of_file(options.what) : text_of_daemon(socket, options.what);
  if (options.trace) {
    out << text;
    return;
  }
  std::istringstream in{text};
  try {
    const Trace trace = read_trace(in);
    if (!trace.start.empty()) out << "from " << trace.start << '\n';
    out << (options.changes ? screen::changes_screen(trace, marked(trace))
                            : screen::timeline_screen(trace, marked(trace), terminal_of_output()));
  } catch (const TraceError& error) {
    throw BadInput{fmt::format("{}: {}", options.what, error.what())};
  }
}

}  // namespace liftbox::cli
