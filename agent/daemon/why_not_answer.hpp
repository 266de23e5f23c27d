#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "agent/elevator/held_back.hpp"
#include "agent/ports/event_store.hpp"
#include "agent/records/journal.hpp"

namespace liftbox {

/// Those that were recorded, for what was held back before this start.
RecordQuery held_back_query();

/// What rules held back: how often by rule and reason, and the last ones, oldest first; those of earlier
/// starts as far as they were recorded.
nlohmann::json why_not_answer(const HeldBackLog& log, const std::vector<StoredRecord>& recorded,
                              const Stamp& now, std::size_t limit);

/// One of them with the lift as it was; null where it is not kept any more.
nlohmann::json why_not_detail(const HeldBackLog& log, const std::vector<StoredRecord>& recorded,
                              const Stamp& now, std::int64_t number);

}  // namespace liftbox
