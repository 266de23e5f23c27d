#pragma once

#include <algorithm>
#include <memory>

#include "protocols/modbus/bus.hpp"
#include "tests/modbus/monotonic_clock.hpp"
#include "tests/modbus/raw_slave.hpp"

namespace liftbox::test {

using namespace liftbox::modbus;
using Wire = RawSlave::Wire;

inline constexpr Duration response_timeout{120};
inline constexpr int late_ms = 160;

/// Speed at 2, load at 3: one block of two registers.
inline RegisterMap two_registers() {
  return {"test",
          {{.signal = Signal::car_speed, .wire = {.address = 2}},
           {.signal = Signal::load_kg, .wire = {.address = 3}}}};
}

/// A bus on a raw slave. Each `poll` pretends that the time of the next request has come.
struct Bench {
  MonotonicClock clock;
  std::unique_ptr<RawSlave> slave;
  Bus bus;
  Moment next{};

  Bench(Wire wire, std::vector<Step> script, RegisterMap map = two_registers())
      : Bench{wire, std::move(script), std::vector{Unit{.registers = std::move(map)}}} {}
  Bench(Wire wire, std::vector<Step> script, std::vector<Unit> units)
      : slave{std::make_unique<RawSlave>(wire, std::move(script))},
        bus{settings(wire, *slave), std::move(units), clock} {}

  static BusSettings settings(Wire wire, const RawSlave& slave) {
    BusSettings settings{.response_timeout = response_timeout};
    if (wire == Wire::rtu)
      settings.rtu = RtuLine{.device = slave.device(), .baud = 115200};
    else
      settings.tcp = TcpPeer{.host = "127.0.0.1", .port = slave.port()};
    return settings;
  }

  std::vector<Reading> poll() {
    PolledDevice::Poll poll = bus.poll(std::max(clock.now(), next));
    next = poll.next;
    return std::move(poll.readings);
  }
  std::uint64_t count(const std::string& counter) const {
    for (const auto& [name, value] : bus.report().counters)
      if (name == counter) return value;
    return 0;
  }
  /// Every counter that is not zero, but requests and opens: "answers 1 timeouts 1".
  std::string counts() const {
    std::string text;
    for (const auto& [name, value] : bus.report().counters)
      if (value != 0 && name != "requests" && name != "opens")
        text += (text.empty() ? "" : " ") + name + " " + std::to_string(value);
    return text;
  }
  /// Every request ended in exactly one way.
  bool adds_up() const {
    const Counters& c = bus.counters();
    std::uint64_t ends = c.answers + c.timeouts + c.crc_errors + c.short_answers + c.foreign_answers +
                         c.garbage + c.disconnects;
    for (const auto& [code, times] : c.exceptions) ends += times;
    return c.requests == ends;
  }
};

inline std::string text(const std::vector<Reading>& readings) {
  std::string text;
  for (const Reading& r : readings)
    text += std::string{name(r.signal)} + "=" + (r.quality == Quality::good ? std::to_string(r.value) : "?") +
            " ";
  return text;
}

inline const std::string good = "car_speed=1000 load_kg=75 ";
inline const std::string unknown = "car_speed=? load_kg=? ";
inline Step answers() {
  return says({1000, 75});
}

}  // namespace liftbox::test
