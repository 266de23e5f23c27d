#include "agent/cli/gpio_command.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <ostream>

#include "agent/cli/commands.hpp"
#include "agent/cli/site_file.hpp"
#include "agent/config/site.hpp"
#include "drivers/lines/kernel_gpio.hpp"

namespace liftbox::cli {
namespace {

/// Those of the board that the kernel has; each with the signal that this site gives it.
std::vector<LineProfile> lines_of(const SiteConfig& site) {
  std::vector<LineProfile> lines;
  for (const LineProfile& line : site.board.lines) {
    if (!line.pin) continue;
    const auto wired = std::find_if(site.lines.begin(), site.lines.end(),
                                    [&](const LineProfile& own) { return own.name == line.name; });
    lines.push_back(wired == site.lines.end() ? line : *wired);
    if (wired == site.lines.end()) lines.back().signal.reset();
  }
  return lines;
}

std::string place_of(const GpioPin& pin) {
  return pin.offset ? fmt::format("{} {}", pin.chip, *pin.offset) : fmt::format("{} {}", pin.chip, pin.line);
}

std::string meaning_of(const LineProfile& line, bool level) {
  if (!line.signal) return "not wired";
  return fmt::format("{} {}{}", name(*line.signal), level != line.inverted ? "yes" : "no",
                     line.inverted ? " (inverted)" : "");
}

struct Watched {
  const LineProfile* line;
  std::unique_ptr<GpioInput> input;
};

/// False if its chip has gone.
bool tell_edges(const Watched& watched, Moment& last, std::ostream& out) {
  const auto edges = watched.input->edges();
  if (!edges) {
    out << fmt::format("{}: its chip {} has gone\n", watched.line->name, watched.line->pin->chip);
    return false;
  }
  for (const GpioEdge& edge : *edges) {
    const std::string since = last == Moment{} ? "" : fmt::format("+{} ms", (edge.at - last).count());
    out << fmt::format("{:>12}  {:<12} {}  {}\n", since, watched.line->name, edge.level ? 1 : 0,
                       meaning_of(*watched.line, edge.level));
    last = edge.at;
  }
  out.flush();
  return true;
}

/// Waits until one of them has something to say.
bool await_edges(const std::vector<Watched>& watched) {
  constexpr int forever = -1;
  std::vector<pollfd> descriptors;
  descriptors.reserve(watched.size());
  for (const Watched& one : watched) descriptors.push_back({one.input->descriptor(), POLLIN, 0});
  return ::poll(descriptors.data(), descriptors.size(), forever) > 0;
}

}  // namespace

std::string gpio_screen(const std::vector<GpioChipInfo>& chips) {
  if (chips.empty()) return "no GPIO chip here: is its driver loaded, is it plugged in?\n";
  std::string text;
  for (const GpioChipInfo& chip : chips) {
    text += fmt::format("{} [{}], {} lines\n", chip.name, chip.label, chip.lines.size());
    for (const GpioLineInfo& line : chip.lines)
      text += fmt::format("{:>5}  {:<20} {:<7} {}\n", line.offset, line.name.empty() ? "-" : line.name,
                          line.output ? "output" : "input",
                          line.holder.empty() ? "free" : fmt::format("held by \"{}\"", line.holder));
  }
  return text;
}

int show_lines(const std::vector<LineProfile>& lines, GpioInputs& inputs, std::ostream& out) {
  int exit_code = done;
  for (const LineProfile& line : lines) {
    out << fmt::format("{:<12} {:<24} ", line.name, place_of(*line.pin));
    try {
      const std::optional<bool> level = inputs.open(*line.pin)->level();
      if (!level) throw GpioError{"its chip has just gone: plug it in again"};
      out << fmt::format("{}  {}\n", *level ? 1 : 0, meaning_of(line, *level));
    } catch (const GpioError& error) {
      out << "?  " << error.what() << '\n';
      exit_code = bad_config;
    }
  }
  return exit_code;
}

int watch_lines(const std::vector<LineProfile>& lines, GpioInputs& inputs, std::ostream& out) {
  std::vector<Watched> watched;
  for (const LineProfile& line : lines) {
    try {
      watched.push_back({&line, inputs.open(*line.pin)});
    } catch (const GpioError& error) {
      out << line.name << ": " << error.what() << '\n';
    }
  }
  out << fmt::format("watching {} of {} lines\n", watched.size(), lines.size()) << std::flush;
  Moment last{};
  while (!watched.empty() && await_edges(watched))
    watched.erase(std::remove_if(watched.begin(), watched.end(),
                                 [&](const Watched& one) { return !tell_edges(one, last, out); }),
                  watched.end());
  return bad_config;
}

int show_gpio(const GpioOptions& options, std::ostream& out) {
  if (options.config.empty()) {
    if (options.watch) throw BadInput{"--watch needs --config SITE: it says which lines"};
    out << gpio_screen(kernel_gpio_chips());
    return done;
  }
  try {
    const SiteConfig site = read_site_file(options.config, options.profiles);
    const std::vector<LineProfile> lines = lines_of(site);
    if (lines.empty()) throw BadInput{fmt::format("board {} has no GPIO lines", site.board.name)};
    KernelGpio kernel;
    return options.watch ? watch_lines(lines, kernel, out) : show_lines(lines, kernel, out);
  } catch (const ConfigError& error) {
    out << error.what() << '\n';
    return bad_config;
  }
}

}  // namespace liftbox::cli
