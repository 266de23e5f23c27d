#include "protocols/modbus/words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace liftbox::modbus {
namespace {

// Modbus Application Protocol 1.1b3, 7.
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

std::string line_words(const BusSettings& settings) {
  if (settings.tcp) return fmt::format("TCP {}:{}", settings.tcp->host, settings.tcp->port);
  const RtuLine& rtu = *settings.rtu;
  return fmt::format("RTU {} {} {}{}{}", rtu.device, rtu.baud, RtuLine::data_bits, rtu.parity, rtu.stop_bits);
}

std::string trouble_words(const ReadRequest& request, const Answer& answer) {
  const std::string where = fmt::format("function {:02} address {} count {}",
                                        static_cast<int>(request.function), request.address, request.count);
  if (answer.outcome == Outcome::exception)
    return fmt::format("exception {:02} to {}: the controller {}", answer.exception, where,
                       meaning(answer.exception));
  if (answer.outcome == Outcome::timeout && answer.echoed)
    return fmt::format("{}: heard only its own request: check wiring (A/B) and the unit's power", where);
  return fmt::format("{}: {}", where, meaning(answer.outcome));
}

}  // namespace liftbox::modbus
