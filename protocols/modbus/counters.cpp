#include "protocols/modbus/counters.hpp"

#include <fmt/format.h>

namespace liftbox::modbus {

void Counters::count(const Answer& answer) {
  if (answer.resynced) ++resyncs;
  if (answer.echoed) ++echoes;
  late_answers += static_cast<std::uint64_t>(answer.late);
  switch (answer.outcome) {
    case Outcome::answer:
      ++answers;
      break;
    case Outcome::exception:
      ++exceptions[answer.exception];
      break;
    case Outcome::timeout:
      ++timeouts;
      break;
    case Outcome::crc_error:
      ++crc_errors;
      break;
    case Outcome::short_answer:
      ++short_answers;
      break;
    case Outcome::foreign_answer:
      ++foreign_answers;
      break;
    case Outcome::garbage:
      ++garbage;
      break;
    case Outcome::disconnected:
      ++disconnects;
      break;
    case Outcome::yielded:
      ++yields;
      break;
  }
}

std::vector<std::pair<std::string, std::uint64_t>> Counters::list() const {
  std::vector<std::pair<std::string, std::uint64_t>> all{
      {"requests", requests},
      {"answers", answers},
      {"timeouts", timeouts},
      {"crc_errors", crc_errors},
      {"short_answers", short_answers},
      {"foreign_answers", foreign_answers},
      {"garbage", garbage},
      {"disconnects", disconnects},
      {"resyncs", resyncs},
      {"echoes", echoes},
      {"foreign_frames", foreign_frames},
      {"yields", yields},
      {"late_answers", late_answers},
      {"bad_values", bad_values},
      {"opens", opens},
      {"open_failures", open_failures},
  };
  for (const auto& [code, times] : exceptions) all.emplace_back(fmt::format("exception_{:02}", code), times);
  return all;
}

}  // namespace liftbox::modbus
