#pragma once

#include <random>

#include "tests/eval/campaign.hpp"

namespace liftbox::eval {

/// Those who tune look at other lives than those who tell the figures.
enum class Seeds : std::uint8_t { tuning, figures };
std::uint64_t first_seed(Seeds seeds);

worn::Building any_building(std::mt19937_64& random);

/// Whole years of lifts in buildings of all kinds, with all that happens to lifts in the field, so many times
/// as often as there.
Campaign lives(int lifts, int days, double hurry, Seeds seeds);
/// Days on which somebody is trapped every hour, in each way by turns.
Campaign dense(int lifts, Seeds seeds);
/// Days on which something else strikes every hour: faults, service, silence.
Campaign faults(int lifts, Seeds seeds);

}  // namespace liftbox::eval
