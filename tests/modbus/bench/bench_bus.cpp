// What the bus makes of its baud rate, as a Markdown table. Asserts nothing: machines differ and are busy.

#include <fmt/format.h>
#include <modbus/modbus.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>

#include "protocols/modbus/bus.hpp"
#include "tests/modbus/bench/paced_slave.hpp"
#include "tests/modbus/monotonic_clock.hpp"

using namespace liftbox;
using namespace liftbox::modbus;
using liftbox::bench::PacedSlave;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr int blocks = 4;
constexpr int registers_in_a_block = 16;
constexpr int apart = 100;  // addresses from one block to the next: too far to read across

double seconds(Steady::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

Unit live_unit(Duration interval) {
  Unit unit;
  unit.registers.name = "bench";
  for (int block = 0; block < blocks; ++block)
    for (int i = 0; i < registers_in_a_block; ++i)
      unit.registers.entries.push_back(
          {.signal = Signal::load_kg,
           .wire = {.address = static_cast<std::uint16_t>(block * apart + i), .interval = interval}});
  return unit;
}

Unit dead_unit(Duration interval) {
  return {.name = "dead",
          .number = 5,
          .registers = {"dead", {{.signal = Signal::floor, .wire = {.address = 0, .interval = interval}}}}};
}

/// Our bus, driven as its worker drives it.
struct Driven {
  test::MonotonicClock clock;
  Bus bus;

  Driven(const std::string& device, int baud, std::vector<Unit> units)
      : bus{{.rtu = RtuLine{.device = device, .baud = baud}}, std::move(units), clock} {}

  /// Until the time is over, or `enough` says so of a poll that brought good readings.
  void run(
      Steady::duration length, const std::function<bool()>& enough = [] { return false; }) {
    const auto end = Steady::now() + length;
    while (Steady::now() < end) {
      const PolledDevice::Poll poll = bus.poll(clock.now());
      const bool good = !poll.readings.empty() && poll.readings.front().quality == Quality::good;
      if (good && enough()) return;
      const Duration wait = std::min(poll.next - clock.now(), Duration{20});
      if (wait > Duration{}) ::usleep(static_cast<useconds_t>(wait.count() * 1000));
    }
  }
};

/// Answers a second that libmodbus gets when somebody has cut the blocks by hand.
double libmodbus_loop(int baud, bool keeps_gap, Steady::duration length) {
  PacedSlave slave{baud, {}};
  modbus_t* const context = modbus_new_rtu(slave.device().c_str(), baud, 'N', 8, 1);
  modbus_set_slave(context, 1);
  modbus_set_response_timeout(context, 0, 300'000);
  modbus_connect(context);
  const auto gap = std::max(38'500'000 / baud, 1750);
  std::array<std::uint16_t, registers_in_a_block> values{};
  int answers = 0;
  const auto begun = Steady::now();
  while (Steady::now() - begun < length) {
    const int address = answers % blocks * apart;
    if (modbus_read_registers(context, address, registers_in_a_block, values.data()) > 0) ++answers;
    if (keeps_gap) ::usleep(static_cast<useconds_t>(gap));
  }
  const double rate = answers / seconds(Steady::now() - begun);
  modbus_close(context);
  modbus_free(context);
  return rate;
}

void utilisation(int baud) {
  const auto length = 5s;
  const double loop = libmodbus_loop(baud, false, length);
  const double polite = libmodbus_loop(baud, true, length);
  PacedSlave slave{baud, {}};
  Driven ours{slave.device(), baud, {live_unit(Duration{1})}};
  const auto begun = Steady::now();
  ours.run(length);
  const auto took = Steady::now() - begun;
  const double rate = static_cast<double>(ours.bus.counters().answers) / seconds(took);
  fmt::print("| {} baud | {:.1f} | {:.1f} | {:.1f} | {:.0f} % | {:.0f} % | {:.0f} % |\n", baud, rate, polite,
             loop, 100 * rate / polite, 100 * rate / loop, 100 * seconds(slave.busy()) / seconds(took));
}

void dead_unit_on_the_bus() {
  PacedSlave slave{19'200, {}};
  Driven ours{slave.device(), 19'200, {live_unit(200ms), dead_unit(200ms)}};
  ours.run(5s);
  const std::uint64_t before = ours.bus.counters().answers;
  const auto begun = Steady::now();
  ours.run(30s);
  const double first = static_cast<double>(before) / 5;
  const double rate =
      static_cast<double>(ours.bus.counters().answers - before) / seconds(Steady::now() - begun);
  fmt::print(
      "| live polls a second beside a dead unit, of 20 wanted (19200 baud): the first 5 s | {:.1f} |\n",
      first);
  fmt::print("| the next 30 s | {:.1f} |\n", rate);
}

void after_unplugging(Steady::duration away) {
  const fs::path link = fs::temp_directory_path() / fmt::format("liftbox-bench-{}", ::getpid());
  auto slave = std::make_unique<PacedSlave>(19'200, PacedSlave::Nature{});
  fs::create_symlink(slave->device(), link);
  Driven ours{link.string(), 19'200, {live_unit(200ms)}};
  ours.run(2s);
  slave.reset();
  fs::remove(link);
  ours.run(away);
  slave = std::make_unique<PacedSlave>(19'200, PacedSlave::Nature{});
  fs::create_symlink(slave->device(), link);
  const auto back = Steady::now();
  ours.run(30s, [] { return true; });
  fmt::print("| first reading after an adapter was away for {:.0f} s | {:.1f} s |\n", seconds(away),
             seconds(Steady::now() - back));
  fs::remove(link);
}

void after_silence(Steady::duration away) {
  PacedSlave slave{19'200, {}};
  Driven ours{slave.device(), 19'200, {live_unit(200ms)}};
  ours.run(2s);
  slave.hush(true);
  ours.run(away);
  slave.hush(false);
  const auto back = Steady::now();
  ours.run(30s, [] { return true; });
  fmt::print("| first reading after {:.0f} s of silence | {:.1f} s |\n", seconds(away),
             seconds(Steady::now() - back));
}

void noise() {
  {
    PacedSlave slave{19'200, {.damaged_in_1000 = 100}};
    Driven ours{slave.device(), 19'200, {live_unit(200ms)}};
    ours.run(20s);
    const Counters& counted = ours.bus.counters();
    fmt::print("| good polls a second of 20 wanted, every tenth answer damaged | {:.1f} |\n",
               static_cast<double>(counted.answers) / 20);
  }
  PacedSlave slave{19'200, {}};
  Driven ours{slave.device(), 19'200, {live_unit(200ms)}};
  ours.run(2s);
  std::thread babbling{[&] { slave.babble(1s); }};
  ours.run(1s);
  babbling.join();
  const auto over = Steady::now();
  ours.run(30s, [] { return true; });
  fmt::print("| first reading after 1 s of noise | {:.2f} s |\n", seconds(Steady::now() - over));
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  fmt::print("Four blocks of 16 registers, as fast as it goes:\n\n");
  fmt::print(
      "| | answers a second | libmodbus loop with the silence of 3.5 characters | without it | ours to the "
      "first | "
      "to the second | bits on the wire |\n|---|---|---|---|---|---|---|\n");
  for (const int baud : {9'600, 19'200, 115'200}) utilisation(baud);
  fmt::print("\n| | |\n|---|---|\n");
  dead_unit_on_the_bus();
  for (const auto away : {2s, 30s}) after_unplugging(away);
  for (const auto away : {2s, 30s}) after_silence(away);
  noise();
}
