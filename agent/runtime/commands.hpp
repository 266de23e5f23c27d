#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "agent/ports/publisher.hpp"
#include "agent/records/command_ids.hpp"
#include "agent/records/journal.hpp"

namespace liftbox {

/// The platform has committed these records.
struct Receipt {
  std::string epoch;
  std::vector<SeqRange> ranges;
};
/// The platform misses these.
struct Resend {
  std::string epoch;
  SeqRange range;
};
/// A person at the platform has taken note of an alarm.
struct Acknowledge {
  std::string incident;
  std::string by;
};
/// Status, identity and state anew.
struct Report {};
/// What the flight recorder has of this incident again; of nothing: what it sees now.
struct WantSnapshot {
  std::string name;  ///< empty: now
};
/// What was counted today until now, as the answer.
struct WantStatistics {};
/// A test of the box now, and what it found as the answer.
struct WantSelfTest {};
/// Why a command is not obeyed.
struct Refusal {
  std::string reason;
};

struct Command {
  std::string name;
  std::string id;  ///< empty where none could be read
  std::string by;
  std::variant<Receipt, Resend, Acknowledge, Report, WantSnapshot, WantStatistics, WantSelfTest, Refusal>
      what;
};

/// Reads what comes from the platform and lets nothing through that is retained, oversized, malformed,
/// unknown, too old or seen before. No command can move the lift or write to a controller: that cannot be
/// expressed.
///
/// Every command is a JSON object with `id`, `issued` (RFC 3339) and `by`. A receipt may come twice: that
/// changes nothing, so its id is not kept.
class CommandReader {
 public:
  explicit CommandReader(CommandIds& ids) : ids_{ids} {}
  Command read(const InboundCommand& inbound, const Stamp& now);

  static constexpr std::size_t largest = 65'536;  ///< bytes

 private:
  CommandIds& ids_;
};

}  // namespace liftbox
