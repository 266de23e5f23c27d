// Pulls gpio-sim's lines at known times, and watches them with the daemon's own driver. Prints as JSON what
// came through and how far its time was off.
//
// usage: edges CHIP PULLS LINES     as in: edges liftbox-inputs /sys/devices/platform/gpio-sim.0/gpiochip0 10

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <ctime>
#include <exception>
#include <future>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "drivers/lines/gpio_lines.hpp"
#include "drivers/lines/kernel_gpio.hpp"
#include "drivers/system/system_clock.hpp"

namespace {

using liftbox::Duration;
using liftbox::GpioLines;
using liftbox::GpioPin;
using liftbox::KernelGpio;
using liftbox::LineProfile;
using liftbox::Reading;
using liftbox::Signal;
using liftbox::SystemClock;
using liftbox::Value;

constexpr int edges_of_a_phase = 10'000;
constexpr std::chrono::milliseconds length_of_a_phase{30'000};  // 20,000 a minute
constexpr std::int64_t ns_of_ms = 1'000'000;
constexpr std::int64_t time_for_the_last_ns = 500 * ns_of_ms;

struct Pull {
  std::int64_t due_ns;  ///< since the beginning of its phase
  std::size_t line;
  bool level;
  std::int64_t at_ns = 0;  ///< CLOCK_MONOTONIC, just before
};
using Phase = std::vector<Pull>;

/// Even in time, one line after the other.
Phase steady(std::size_t lines) {
  Phase phase;
  const std::int64_t apart = length_of_a_phase / std::chrono::nanoseconds{edges_of_a_phase};
  for (std::size_t i = 0; i < edges_of_a_phase; ++i)
    phase.push_back({static_cast<std::int64_t>(i) * apart, i % lines, i / lines % 2 == 0});
  return phase;
}

/// A contact that bounces: 20 edges 1 ms apart, then a pause, then the next contact.
Phase bouncing(std::size_t lines) {
  constexpr std::size_t edges_of_a_burst = 20;
  const std::int64_t apart =
      length_of_a_phase / std::chrono::nanoseconds{edges_of_a_phase} * std::int64_t{edges_of_a_burst};
  Phase phase;
  for (std::size_t i = 0; i < edges_of_a_phase; ++i) {
    const std::size_t burst = i / edges_of_a_burst;
    const std::size_t edge = i % edges_of_a_burst;
    phase.push_back({static_cast<std::int64_t>(burst) * apart + static_cast<std::int64_t>(edge) * ns_of_ms,
                     burst % lines, edge % 2 == 0});
  }
  return phase;
}

std::int64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

class Descriptor {
 public:
  Descriptor(int descriptor, const std::string& what) : descriptor_{descriptor} {
    if (descriptor_ < 0) throw std::runtime_error{what + " cannot be opened"};
  }
  ~Descriptor() { ::close(descriptor_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int operator*() const { return descriptor_; }

 private:
  int descriptor_;
};

void wait_until(int timer, std::int64_t at_ns) {
  itimerspec when{};
  when.it_value = {at_ns / 1'000'000'000, at_ns % 1'000'000'000};
  std::uint64_t expirations = 0;
  if (::timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, nullptr) != 0 ||
      ::read(timer, &expirations, sizeof expirations) != sizeof expirations)
    throw std::runtime_error{"the timer does not tick"};
}

/// On a thread of its own, so that the driver meets edges as it does in a box: at any moment.
void pull(const std::string& pulls, Phase& phase) {
  const Descriptor timer{::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC), "a timer"};
  std::vector<std::unique_ptr<Descriptor>> lines;
  const std::int64_t began = monotonic_ns() + ns_of_ms;
  for (Pull& one : phase) {
    while (lines.size() <= one.line) {
      const std::string file = fmt::format("{}/sim_gpio{}/pull", pulls, lines.size());
      lines.push_back(std::make_unique<Descriptor>(::open(file.c_str(), O_WRONLY | O_CLOEXEC), file));
    }
    wait_until(*timer, began + one.due_ns);
    const std::string_view text = one.level ? "pull-up" : "pull-down";
    one.at_ns = monotonic_ns();
    if (::pwrite(**lines[one.line], text.data(), text.size(), 0) < 0)
      throw std::runtime_error{fmt::format("line {} cannot be pulled", one.line)};
  }
  wait_until(*timer, monotonic_ns() + time_for_the_last_ns);
}

std::vector<LineProfile> inputs(const std::string& chip, std::size_t count) {
  std::vector<LineProfile> lines;
  for (std::size_t i = 0; i < count; ++i)
    lines.push_back({.name = fmt::format("DI{}", i + 1),
                     .signal = static_cast<Signal>(i),  // only to tell the lines apart
                     .debounce = Duration{0},
                     .pin = GpioPin{.chip = chip, .offset = static_cast<unsigned>(i), .line = {}}});
  return lines;
}

struct Outcome {
  std::uint64_t told = 0;      ///< edges that the driver counted, those included that it inferred
  std::uint64_t inferred = 0;  ///< it saw that they are missing
  std::vector<Reading> readings;
};

Outcome watch(const std::string& chip, const std::string& pulls, std::size_t lines, Phase& phase) {
  boost::asio::io_context io;
  const SystemClock clock;
  GpioLines source{io, "lines", inputs(chip, lines), std::make_unique<KernelGpio>(), clock};
  Outcome outcome;
  source.start([&outcome](std::span<const Reading> readings) {
    outcome.readings.insert(outcome.readings.end(), readings.begin(), readings.end());
  });
  outcome.readings.clear();  // the levels at the start
  auto pulling = std::async(std::launch::async, [&] {
    const std::shared_ptr<void> stop{nullptr, [&io](void*) { io.stop(); }};  // also if it fails
    pull(pulls, phase);
  });
  io.run();
  pulling.get();
  for (const auto& [counter, value] : source.report().counters) {
    if (counter == "edges") outcome.told = value;
    if (counter == "lost_edges") outcome.inferred = value;
  }
  return outcome;
}

/// Milliseconds between the time of each reading and the nearest pull of its line to its level, smallest
/// first. The driver counts whole milliseconds: the middle of one is taken.
std::vector<double> errors_of(const Phase& phase, const std::vector<Reading>& readings) {
  std::map<std::pair<Signal, Value>, std::vector<std::int64_t>> pulls;
  for (const Pull& one : phase) pulls[{static_cast<Signal>(one.line), Value{one.level}}].push_back(one.at_ns);
  std::vector<double> errors;
  for (const Reading& reading : readings) {
    const std::vector<std::int64_t>& times = pulls.at({reading.signal, reading.value});
    const std::int64_t at_ns = reading.at.time_since_epoch().count() * ns_of_ms + ns_of_ms / 2;
    const auto after = std::lower_bound(times.begin(), times.end(), at_ns);
    std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
    if (after != times.end()) nearest = *after - at_ns;
    if (after != times.begin()) nearest = std::min(nearest, at_ns - *std::prev(after));
    errors.push_back(static_cast<double>(nearest) / static_cast<double>(ns_of_ms));
  }
  std::sort(errors.begin(), errors.end());
  return errors;
}

std::string describe(const std::string& name, const Phase& phase, const Outcome& outcome) {
  const std::vector<double> errors = errors_of(phase, outcome.readings);
  if (errors.empty()) throw std::runtime_error{"no edge came through"};
  return fmt::format(
      R"("{}":{{"pulled":{},"told":{},"inferred":{},"readings":{},"median_ms":{:.2f},"p99_ms":{:.2f},"max_ms":{:.2f}}})",
      name, phase.size(), outcome.told, outcome.inferred, errors.size(), errors[errors.size() / 2],
      errors[errors.size() * 99 / 100], errors.back());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::runtime_error{"usage: edges CHIP PULLS LINES"};
    const std::string chip = argv[1];
    const std::string pulls = argv[2];
    const std::size_t lines = std::stoul(argv[3]);
    std::vector<std::string> told;
    Phase even = steady(lines);
    Phase uneven = bouncing(lines);
    const std::string of_even = describe("steady", even, watch(chip, pulls, lines, even));
    const std::string of_uneven = describe("bouncing", uneven, watch(chip, pulls, lines, uneven));
    std::cout << fmt::format("{{{},{}}}\n", of_even, of_uneven);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "edges: " << error.what() << '\n';
    return 1;
  }
}
