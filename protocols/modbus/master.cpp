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
/// Taken as the longest that a slave of another master thinks about its answer: after it the line is free.
constexpr Duration pause_of_another{50};
constexpr Duration remember_another{10'000};
constexpr int request_tenths = 80;  // characters of a request

/// Time on the wire, 11 bits a character; one more because the clock counts whole milliseconds.
Duration wire_time(const BusSettings& settings, int tenths_of_characters) {
  if (!settings.rtu) return Duration{0};
  return Duration{tenths_of_characters * 11 * 100 / settings.rtu->baud + 1};
}

/// 3.5 characters of 11 bits, at least 1.75 ms (Modbus over serial line 1.02, 2.5.1.1).
std::chrono::microseconds frame_gap(const BusSettings& settings) {
  if (!settings.rtu) return settings.turnaround;
  const std::chrono::microseconds gap{38'500'000 / settings.rtu->baud};
  return std::max({gap, std::chrono::microseconds{1750}, std::chrono::microseconds{settings.turnaround}});
}

}  // namespace

Master::Master(const BusSettings& settings, const Clock& clock)
    : settings_{settings}, clock_{clock}, line_{settings}, frame_gap_{frame_gap(settings)} {}

bool Master::open() {
  const bool opened = line_.open();
  ++(opened ? counters_.opens : counters_.open_failures);
  wary_.clear();
  silent_ = 0;
  return opened;
}

std::vector<std::uint8_t> Master::frame(const ReadRequest& request) {
  return settings_.rtu ? rtu_frame(request) : tcp_frame(++transaction_, request);
}

Answer Master::parse(std::span<const std::uint8_t> bytes, const ReadRequest& request) const {
  return settings_.rtu ? parse_rtu(bytes, request) : parse_tcp(bytes, transaction_, request);
}

Answer Master::ask(const ReadRequest& request) {
  int& wary = wary_[request.unit];
  const Way way = wait_for_silence(wary > 0);
  if (way == Way::taken) {
    ++counters_.yields;
    return {.outcome = Outcome::yielded};
  }
  ++counters_.requests;
  const bool sent = way == Way::free && line_.send(frame(request));
  Answer answer = sent ? listen(request) : Answer{.outcome = Outcome::disconnected};
  counters_.count(answer);
  conclude(answer, wary);
  return answer;
}

Master::Way Master::wait_for_silence(bool wary) {
  if (settings_.tcp && settings_.turnaround == Duration{0}) return Way::free;
  const Moment give_up = clock_.now() + 2 * settings_.response_timeout;
  std::vector<std::uint8_t> unwanted;
  std::chrono::microseconds quiet = frame_gap_;
  if (wary && settings_.rtu) quiet = std::max(quiet, std::chrono::microseconds{settings_.response_timeout});
  if (shares_line()) quiet = std::max(quiet, std::chrono::microseconds{pause_of_another});
  while (line_.silence() < quiet && clock_.now() < give_up)
    if (line_.receive(unwanted, quiet - line_.silence()) == Line::Heard::gone) return Way::gone;
  count_unwanted(unwanted);
  return shares_line() && line_.silence() < quiet ? Way::taken : Way::free;
}

void Master::count_unwanted(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  const bool wary = std::any_of(wary_.begin(), wary_.end(), [](const auto& unit) { return unit.second > 0; });
  if (settings_.rtu && (holds_request(bytes) || (!wary && holds_frame(bytes))))
    note_another();
  else
    ++(wary ? counters_.late_answers : counters_.resyncs);
}

void Master::note_another() {
  ++counters_.foreign_frames;
  shared_until_ = clock_.now() + remember_another;
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
  const std::span<const std::uint8_t> heard = std::span{bytes}.subspan(answer.echoed ? rtu_request_size : 0);
  const bool clean = answer.complete() && !answer.resynced;
  if (settings_.rtu && !clean && holds_request(heard)) note_another();
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

void Master::conclude(const Answer& answer, int& wary) {
  if (answer.complete()) {
    wary = std::max(wary - 1, 0);
    silent_ = 0;
    return;
  }
  silent_ = answer.outcome == Outcome::timeout ? silent_ + 1 : 0;
  const bool over = answer.outcome == Outcome::crc_error || answer.outcome == Outcome::short_answer;
  if (!over) wary = 2;
  line_.count_silence();
  const bool in_step = answer.outcome == Outcome::timeout && silent_ < silent_limit;
  if (settings_.tcp && !in_step) line_.close();
}

}  // namespace liftbox::modbus
