#include "protocols/modbus/master.hpp"

#include <algorithm>

namespace liftbox::modbus {
namespace {

/// Silence within an answer. USB adapters deliver in blocks, up to 16 ms apart, later on a busy machine.
constexpr Duration byte_gap{50};
/// Longer than any two frames: somebody babbles.
constexpr std::size_t too_much = 1024;
/// A TCP peer that says nothing so often may be gone without a trace: connect anew.
constexpr int silent_limit = 3;
constexpr int request_tenths = 80;  // characters of a request

/// Time on the wire, 11 bits a character; one more because the clock counts whole milliseconds.
Duration wire_time(const BusSettings& settings, int tenths_of_characters) {
  if (!settings.rtu) return Duration{0};
  return Duration{tenths_of_characters * 11 * 100 / settings.rtu->baud + 1};
}

/// 3.5 characters, at least 1.75 ms (Modbus over serial line 1.02, 2.5.1.1).
Duration frame_gap(const BusSettings& settings) {
  return settings.rtu ? std::max(wire_time(settings, 35), Duration{2}) + Duration{1} : Duration{0};
}

}  // namespace

Master::Master(const BusSettings& settings, const Clock& clock)
    : settings_{settings}, clock_{clock}, line_{settings}, frame_gap_{frame_gap(settings)} {}

bool Master::open() {
  const bool opened = line_.open();
  ++(opened ? counters_.opens : counters_.open_failures);
  quiet_since_ = clock_.now();
  wary_ = 0;
  silent_ = 0;
  return opened;
}

std::vector<std::uint8_t> Master::frame(const ReadRequest& request) {
  if (settings_.rtu) return rtu_frame(settings_.unit, request);
  return tcp_frame(++transaction_, settings_.unit, request);
}

Answer Master::parse(std::span<const std::uint8_t> bytes, const ReadRequest& request) const {
  if (settings_.rtu) return parse_rtu(bytes, settings_.unit, request);
  return parse_tcp(bytes, transaction_, settings_.unit, request);
}

Answer Master::ask(const ReadRequest& request) {
  ++counters_.requests;
  const bool sent = wait_for_silence() && line_.send(frame(request));
  Answer answer = sent ? listen(request) : Answer{.outcome = Outcome::disconnected};
  quiet_since_ = clock_.now();
  counters_.count(answer);
  conclude(answer);
  return answer;
}

bool Master::wait_for_silence() {
  if (settings_.tcp) return true;
  const Duration quiet = wary_ > 0 ? settings_.response_timeout : frame_gap_;
  const Moment give_up = clock_.now() + 2 * settings_.response_timeout;
  std::vector<std::uint8_t> unwanted;
  do {
    const Line::Heard heard = line_.receive(unwanted, quiet_since_ + quiet - clock_.now());
    if (heard == Line::Heard::gone) return false;
    if (heard == Line::Heard::bytes) quiet_since_ = clock_.now();
  } while (clock_.now() < std::min(quiet_since_ + quiet, give_up));
  if (!unwanted.empty()) ++(wary_ > 0 ? counters_.late_answers : counters_.resyncs);
  return true;
}

Answer Master::listen(const ReadRequest& request) {
  std::vector<std::uint8_t> bytes;
  Answer answer;
  Moment last_byte = clock_.now();
  const Moment deadline = last_byte + wire_time(settings_, request_tenths) + settings_.response_timeout;
  while (!answer.complete() && bytes.size() < too_much) {
    const Moment now = clock_.now();
    const Moment until = listen_until(answer, deadline, last_byte);
    if (now >= until) break;
    const Line::Heard heard = line_.receive(bytes, until - now);
    if (heard == Line::Heard::gone) return {.outcome = Outcome::disconnected};
    if (heard == Line::Heard::nothing) continue;
    last_byte = clock_.now();
    answer = parse(bytes, request);
  }
  return answer;
}

Moment Master::listen_until(const Answer& answer, Moment deadline, Moment last_byte) const {
  const Moment patient = std::max(deadline, last_byte + byte_gap);
  switch (answer.outcome) {
    case Outcome::timeout:
      return deadline;
    case Outcome::short_answer:
      return settings_.tcp ? patient : last_byte + byte_gap;
    case Outcome::crc_error:
      return last_byte + byte_gap;
    default:
      return settings_.tcp ? last_byte : patient;  // the right answer may follow on a shared line
  }
}

void Master::conclude(const Answer& answer) {
  if (answer.complete()) {
    wary_ = std::max(wary_ - 1, 0);
    silent_ = 0;
    return;
  }
  silent_ = answer.outcome == Outcome::timeout ? silent_ + 1 : 0;
  const bool over = answer.outcome == Outcome::crc_error || answer.outcome == Outcome::short_answer;
  if (!over) wary_ = 2;
  const bool in_step = answer.outcome == Outcome::timeout && silent_ < silent_limit;
  if (settings_.tcp && !in_step) line_.close();
}

}  // namespace liftbox::modbus
