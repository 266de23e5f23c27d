#pragma once

#include <nlohmann/json_fwd.hpp>

#include "agent/daemon/answers.hpp"

namespace liftbox {

/// The dossier of the brake: what it is, what was done with it, its times before and after, whether it is as
/// the drum-brake notice wants it.
nlohmann::json brake_answer(const Answers::Of& of);

/// A technician's word from the control socket; `by` is his work number. Throws std::invalid_argument, which
/// says what to give.
BrakeWork brake_work(const nlohmann::json& params, const std::string& by, const Stamp& now);

}  // namespace liftbox
