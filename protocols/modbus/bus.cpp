#include "protocols/modbus/bus.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocols/modbus/decode.hpp"
#include "protocols/modbus/words.hpp"

namespace liftbox::modbus {
namespace {

constexpr Duration first_reopen_pause{500};
constexpr Duration longest_reopen_pause{10'000};

// Modbus Application Protocol 1.1b3, 7.
constexpr std::uint8_t illegal_value = 3;  // 1 to 3: the unit does not have what is asked for
constexpr std::uint8_t acknowledge = 5;
constexpr std::uint8_t busy = 6;
constexpr std::uint8_t no_gateway_path = 10;
constexpr std::uint8_t no_gateway_answer = 11;

}  // namespace

Bus::Bus(BusSettings settings, std::vector<Unit> units, const Clock& clock)
    : settings_{std::move(settings)},
      units_{std::move(units)},
      clock_{clock},
      master_{settings_, clock},
      troubles_(units_.size()) {
  for (std::size_t unit = 0; unit < units_.size(); ++unit) {
    SourceBindings& source = bindings_.emplace_back(SourceBindings{units_[unit].name, {}});
    for (Block& block : plan_blocks(units_[unit])) {
      const std::vector<RegisterEntry>& signals = units_[unit].registers.entries;
      for (const std::size_t index : block.entries)
        if (index < signals.size())
          source.bindings.push_back({signals[index].signal, Arrival::polled, block.interval});
      add(unit, std::move(block), true, clock.now());
    }
  }
}

void Bus::add(std::size_t unit, Block block, bool whole, Moment now) {
  schedule_.add(unit, block.interval, now);
  blocks_.push_back({std::move(block), unit, whole});
}

PolledDevice::Poll Bus::poll(Moment now) {
  if (!master_.is_open()) {
    if (now < reopen_at_) return {{}, reopen_at_};
    if (!master_.open()) return reopen_failed();
    line_trouble_.clear();
  }
  const Schedule::Turn turn = schedule_.next(now);
  if (turn.at > now) return {{}, turn.at};
  return ask(turn.block);
}

PolledDevice::Poll Bus::reopen_failed() {
  line_trouble_ = master_.trouble();
  back_off();
  Poll poll{{}, reopen_at_};
  make_unknown(schedule_.lost(clock_.now()), clock_.now(), poll);
  return poll;
}

PolledDevice::Poll Bus::ask(std::size_t block) {
  const Answer answer = master_.ask(blocks_[block].block.request);
  const Moment at = clock_.now();
  Poll poll;
  if (answer.outcome == Outcome::disconnected) {
    line_trouble_ = master_.trouble();
    back_off();
  } else {
    pause_ = Duration{0};
    if (answer.outcome != Outcome::answer)
      troubles_[blocks_[block].unit] = trouble_words(blocks_[block].block.request, answer);
    if (!cut(block, answer, at)) make_unknown(schedule_.ended(block, judge(block, answer), at), at, poll);
    if (answer.outcome == Outcome::answer) decode_all(block, answer, at, poll);
  }
  poll.next = schedule_.next(at).at;
  if (!master_.is_open()) poll.next = std::max(poll.next, reopen_at_);
  return poll;
}

Schedule::End Bus::judge(std::size_t block, const Answer& answer) const {
  using End = Schedule::End;
  switch (answer.outcome) {
    case Outcome::answer:
      return End::answered;
    case Outcome::timeout:
      return End::silent;
    case Outcome::exception:
      if (answer.exception == no_gateway_path || answer.exception == no_gateway_answer) return End::silent;
      if (answer.exception == acknowledge || answer.exception == busy) return End::damaged;
      return End::refused;
    case Outcome::garbage:
    case Outcome::foreign_answer:  // noise does not bring a silent unit back
      return schedule_.silent(blocks_[block].unit) ? End::silent : End::damaged;
    default:
      return End::damaged;
  }
}

/// A hole in the map or a limit of the controller must not cost the signals around it.
bool Bus::cut(std::size_t block, const Answer& answer, Moment at) {
  const bool refused =
      answer.outcome == Outcome::exception && answer.exception > 1 && answer.exception <= illegal_value;
  if (!refused || !blocks_[block].whole) return false;
  const std::size_t unit = blocks_[block].unit;
  std::vector<Block> pieces = split(blocks_[block].block, units_[unit]);
  blocks_[block].whole = false;
  if (pieces.size() < 2) return false;
  schedule_.retire(block);
  for (Block& piece : pieces) {
    const bool again = piece.entries.size() > 1;
    add(unit, std::move(piece), again, at);
  }
  return true;
}

void Bus::decode_all(std::size_t block, const Answer& answer, Moment at, Poll& poll) {
  const Block& asked = blocks_[block].block;
  const RegisterMap& map = units_[blocks_[block].unit].registers;
  const std::span<const std::uint16_t> values{answer.values};
  for (const std::size_t i : asked.entries) {
    const int offset = map.wire(i).address - asked.request.address;
    const auto content = values.subspan(static_cast<std::size_t>(offset));
    bool known = false;
    if (i < map.entries.size()) {
      const std::optional<Value> value = decode(map.entries[i], content);
      known = value.has_value();
      poll.readings.push_back(
          {map.entries[i].signal, value.value_or(0), at, known ? Quality::good : Quality::bad});
    } else {
      const CustomRegister& custom = map.custom[i - map.entries.size()];
      const std::optional<double> value = quantity(custom.wire, content);
      known = value.has_value();
      poll.measurements.push_back({custom.name, value, at});
    }
    if (!known) master_.count_bad_value();
  }
}

void Bus::make_unknown(const std::vector<std::size_t>& blocks, Moment at, Poll& poll) const {
  for (const std::size_t block : blocks) {
    const RegisterMap& map = units_[blocks_[block].unit].registers;
    for (const std::size_t i : blocks_[block].block.entries)
      if (i < map.entries.size())
        poll.readings.push_back({map.entries[i].signal, 0, at, Quality::bad});
      else
        poll.measurements.push_back({map.custom[i - map.entries.size()].name, std::nullopt, at});
  }
}

void Bus::back_off() {
  pause_ = pause_ == Duration{0} ? first_reopen_pause : std::min(2 * pause_, longest_reopen_pause);
  reopen_at_ = clock_.now() + pause_;
}

SourceReport Bus::report() const {
  bool healthy = master_.is_open() && counters().answers > 0;
  std::string numbers;
  std::string troubles;
  for (std::size_t unit = 0; unit < units_.size(); ++unit) {
    numbers += fmt::format("{} {}", unit == 0 ? "" : ",", units_[unit].number);
    bool bad = false;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      bad = bad || (blocks_[i].unit == unit && schedule_.bad(i));
    if (!bad && !(counters().answers == 0 && !troubles_[unit].empty())) continue;
    healthy = false;
    troubles += units_.size() == 1 ? ": " + troubles_[unit]
                                   : fmt::format("; unit {}: {}", units_[unit].number, troubles_[unit]);
  }
  std::string detail =
      fmt::format("{} unit{}{}", line_words(settings_), units_.size() == 1 ? "" : "s", numbers);
  if (!line_trouble_.empty()) return {false, detail + ": " + line_trouble_, counters().list()};
  if (master_.shares_line()) {
    healthy = false;
    troubles += "; another master is on this bus, so values come late: take one of the two off";
  }
  return {healthy, detail + troubles, counters().list()};
}

}  // namespace liftbox::modbus
