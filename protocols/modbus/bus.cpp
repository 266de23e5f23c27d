#include "protocols/modbus/bus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "protocols/modbus/decode.hpp"

namespace liftbox::modbus {
namespace {

constexpr int failures_until_bad = 3;
constexpr Duration first_pause{500};
constexpr Duration longest_pause{10'000};

std::string name(const BusSettings& settings) {
  if (settings.tcp)
    return fmt::format("TCP {}:{} unit {}", settings.tcp->host, settings.tcp->port, settings.unit);
  const RtuLine& rtu = *settings.rtu;
  return fmt::format("RTU {} {} {}{}{} unit {}", rtu.device, rtu.baud, rtu.data_bits, rtu.parity,
                     rtu.stop_bits, settings.unit);
}

std::string_view meaning(std::uint8_t exception) {
  switch (exception) {
    case 1:
      return "does not know the function: another function in the register map";
    case 2:
      return "has no such address: the register map does not fit this controller";
    case 3:
      return "refuses the number of registers: the register map does not fit this controller";
    case 4:
      return "has failed itself: look at the controller";
    case 6:
      return "is busy: poll less often";
    case 10:
    case 11:
      return "cannot be reached behind its gateway: check the unit number and the gateway's wiring";
    default:
      return "refuses: see its manual";
  }
}

std::string_view meaning(Outcome outcome) {
  switch (outcome) {
    case Outcome::timeout:
      return "no answer: check power, wiring (A/B), baud rate, parity, unit number";
    case Outcome::crc_error:
      return "damaged answer: check termination, screen and parity";
    case Outcome::short_answer:
      return "half an answer: check termination; another master on the bus?";
    case Outcome::foreign_answer:
      return "answer of another unit or to another question: two masters, or two "
             "units of one number?";
    case Outcome::garbage:
      return "noise: check baud rate, parity, termination";
    default:
      return "";
  }
}

}  // namespace

Bus::Bus(BusSettings settings, RegisterMap map, const Clock& clock)
    : settings_{std::move(settings)},
      map_{std::move(map)},
      clock_{clock},
      master_{settings_, clock},
      blocks_{plan_blocks(map_.entries)},
      standing_(blocks_.size()),
      schedule_{blocks_, clock.now()},
      bindings_{settings_.name, {}} {
  for (const Block& block : blocks_)
    for (const std::size_t entry : block.entries)
      bindings_.bindings.push_back({map_.entries[entry].signal, Arrival::polled, block.interval});
}

PolledDevice::Poll Bus::poll(Moment now) {
  if (blocks_.empty()) return {{}, never};
  if (!master_.is_open()) {
    if (now < reopen_at_) return {{}, reopen_at_};
    if (!master_.open()) return reopen_failed();
  }
  const std::size_t block = retry_.value_or(schedule_.most_overdue());
  if (!retry_ && schedule_.due(block) > now) return {{}, schedule_.due(block)};
  return ask(block);
}

PolledDevice::Poll Bus::reopen_failed() {
  trouble_ = master_.trouble() + (settings_.rtu ? "; plug in the adapter or correct the device"
                                                : "; check the peer's power, host and port");
  back_off();
  retry_.reset();
  Poll poll{{}, reopen_at_};
  for (std::size_t block = 0; block < blocks_.size(); ++block) make_bad(block, clock_.now(), poll.readings);
  return poll;
}

PolledDevice::Poll Bus::ask(std::size_t block) {
  const Answer answer = master_.ask(blocks_[block].request);
  const Moment at = clock_.now();
  const bool answered = answer.outcome == Outcome::answer;
  Poll poll{answered ? good(block, answer, at) : failed(block, answer, at), {}};
  if (answer.outcome == Outcome::disconnected)
    back_off();
  else
    pause_ = Duration{0};
  if (!retry_) schedule_.done(block, at);
  poll.next = retry_ ? at : schedule_.next();
  if (!master_.is_open()) poll.next = std::max(poll.next, reopen_at_);
  return poll;
}

std::vector<Reading> Bus::good(std::size_t block, const Answer& answer, Moment at) {
  standing_[block] = {};
  retry_.reset();
  std::vector<Reading> readings;
  const std::span<const std::uint16_t> values{answer.values};
  for (const std::size_t i : blocks_[block].entries) {
    const RegisterEntry& entry = map_.entries[i];
    const int offset = entry.address - blocks_[block].request.address;
    const std::optional<Value> value = decode(entry, values.subspan(static_cast<std::size_t>(offset)));
    if (!value) master_.count_bad_value();
    readings.push_back({entry.signal, value.value_or(0), at, value ? Quality::good : Quality::bad});
  }
  return readings;
}

std::vector<Reading> Bus::failed(std::size_t block, const Answer& answer, Moment at) {
  std::vector<Reading> readings;
  const bool refused = answer.outcome == Outcome::exception;
  trouble_ = describe(block, answer);
  const bool once = refused || standing_[block].bad;
  if (!once && ++standing_[block].failures < failures_until_bad) {
    retry_ = block;
    return readings;
  }
  standing_[block].failures = 0;
  retry_.reset();
  make_bad(block, at, readings);
  return readings;
}

void Bus::make_bad(std::size_t block, Moment at, std::vector<Reading>& readings) {
  if (standing_[block].bad) return;
  standing_[block].bad = true;
  for (const std::size_t entry : blocks_[block].entries)
    readings.push_back({map_.entries[entry].signal, 0, at, Quality::bad});
}

void Bus::back_off() {
  pause_ = pause_ == Duration{0} ? first_pause : std::min(2 * pause_, longest_pause);
  reopen_at_ = clock_.now() + pause_;
}

std::string Bus::describe(std::size_t block, const Answer& answer) const {
  const ReadRequest& request = blocks_[block].request;
  const std::string where = fmt::format("function {:02} address {} count {}",
                                        static_cast<int>(request.function), request.address, request.count);
  if (answer.outcome == Outcome::disconnected) return master_.trouble();
  if (answer.outcome == Outcome::exception)
    return fmt::format("exception {:02} to {}: the controller {}", answer.exception, where,
                       meaning(answer.exception));
  return fmt::format("{}: {}", where, meaning(answer.outcome));
}

SourceReport Bus::report() const {
  const bool bad = std::any_of(standing_.begin(), standing_.end(), [](const Standing& s) { return s.bad; });
  const bool healthy = master_.is_open() && !bad && counters().answers > 0;
  std::string detail = name(settings_);
  if (!healthy) detail += ": " + trouble_;
  return {healthy, std::move(detail), counters().list()};
}

}  // namespace liftbox::modbus
