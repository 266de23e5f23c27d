#pragma once

#include <nlohmann/json_fwd.hpp>

#include "agent/elevator/event.hpp"

namespace liftbox {

// The parts of a brake's dossier, as records, replay and the control socket write them.

nlohmann::json brake_table_json(const BrakeTable& table);
/// Null for a day on which the brake was not used.
nlohmann::json brake_days_json(const std::map<std::string, BrakeDays>& days);
nlohmann::json brake_work_json(const BrakeWork& work);
nlohmann::json brake_reasons_json(const BrakeVerdict& verdict);

nlohmann::json brake_evidence_json(const BrakeWorkEvidence& evidence);
nlohmann::json brake_evidence_json(const BrakeVerdictEvidence& evidence);

}  // namespace liftbox
