#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "protocols/modbus/frame.hpp"

namespace liftbox::modbus {

/// What happened on one bus since the start. Every request ends as one of answers, exceptions, timeouts,
/// crc_errors, short_answers, foreign_answers, garbage or a disconnect.
struct Counters {
  std::uint64_t requests = 0;
  std::uint64_t answers = 0;
  std::uint64_t timeouts = 0;
  std::uint64_t crc_errors = 0;
  std::uint64_t short_answers = 0;
  std::uint64_t foreign_answers = 0;
  std::uint64_t garbage = 0;
  std::map<std::uint8_t, std::uint64_t> exceptions;  ///< by code
  std::uint64_t disconnects = 0;
  std::uint64_t resyncs = 0;         ///< noise passed over, before an answer or between two requests
  std::uint64_t echoes = 0;          ///< own requests heard again
  std::uint64_t foreign_frames = 0;  ///< Modbus frames that nobody here asked for: another master
  std::uint64_t yields = 0;          ///< turns given up because another master had the line
  std::uint64_t late_answers = 0;    ///< came after their request had been given up
  std::uint64_t bad_values = 0;      ///< registers whose content cannot be: out of range, not listed, NaN
  std::uint64_t opens = 0;
  std::uint64_t open_failures = 0;

  void count(const Answer& answer);
  std::vector<std::pair<std::string, std::uint64_t>> list() const;  ///< by name, for people
};

}  // namespace liftbox::modbus
