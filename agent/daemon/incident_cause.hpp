#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/elevator/code_table.hpp"
#include "agent/elevator/event.hpp"
#include "agent/ports/event_store.hpp"

namespace liftbox {

/// What a person says was the cause of an entrapment.
struct CauseSaid {
  std::string incident;  ///< "EPOCH:SEQ"
  std::string code;
  std::string by;
  std::string note;
};

/// The causes that the region's rescue platform knows: `[{code, cause, zh, en}]`.
nlohmann::json rescue_causes_json(const CodeTable& codes);

/// The records of the incident that `accept_cause` wants.
RecordQuery cause_query(const CauseSaid& said);

/// What is to be recorded of it. Throws std::invalid_argument where the code is none of the region's, the
/// incident is no confirmed entrapment of the last 90 days, or it is not in the store: the message says what
/// to do.
CauseSaidEvidence accept_cause(const CauseSaid& said, const CodeTable& codes,
                               const std::vector<StoredRecord>& records, std::int64_t now_ms);

}  // namespace liftbox
