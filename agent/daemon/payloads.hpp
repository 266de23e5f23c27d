#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>

#include "agent/config/site.hpp"
#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"
#include "agent/runtime/delivery.hpp"
#include "agent/runtime/pipeline.hpp"

namespace liftbox {

/// The retained `identity`: which lift, which box, which versions and profiles, which signals are bound and
/// to what.
nlohmann::json identity_json(const SiteConfig& site, std::span<const SourceBindings> sources,
                             const std::optional<std::string>& seal_key);

/// The retained `status`.
std::string status_text(const Stamp& now, bool online);

/// The retained `state`: the unified state of GB/T 24476 clause 9, by its field names, null where not known,
/// and the incidents that are open. `low` is the oldest record that is not received.
Delivery::StateText state_text(const Pipeline& pipeline, Seq low);

/// The lift at a glance for `liftctl status`.
nlohmann::json car_json(const CarState& car);
nlohmann::json incidents_json(const Journal& journal, const Stamp& stamp);
nlohmann::json signals_json(const CarState& car, const SiteConfig& site, Moment now);

}  // namespace liftbox
