#include "agent/runtime/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace liftbox {
namespace {

constexpr Duration first_value_within{5'000};

/// A step of exactly the deadband, 23.4 to 23.5 with 0.1, is a little more or less in binary: it is within.
bool differ(const std::optional<double>& a, const std::optional<double>& b, double deadband) {
  if (!a || !b) return a.has_value() != b.has_value();
  constexpr double binary = 1e-9;
  return std::abs(*a - *b) > deadband * (1 + binary);
}

}  // namespace

Sampler::Sampler(std::vector<Channel> channels, Duration batch, Moment start) : batch_time_{batch} {
  for (const Channel& channel : channels) {
    const Duration patience = channel.trusted_for == hold ? first_value_within : channel.trusted_for;
    standings_.push_back({.channel = channel, .value = {}, .unknown_at = start + patience, .told = {}});
  }
}

void Sampler::take(std::size_t channel, std::optional<double> value, Moment at, Moment now) {
  Standing& standing = standings_[channel];
  standing.value = value;
  standing.at = at;
  const bool ages = value && standing.channel.trusted_for != hold;
  standing.unknown_at = ages ? at + standing.channel.trusted_for : never;
  const bool first = standing.refresh_at == never;
  if (first || differ(standing.told, value, standing.channel.deadband)) tell(standing, at, now);
}

std::vector<Sample> Sampler::collect(Moment now) {
  for (Standing& standing : standings_) {
    age(standing, now);
    refresh(standing, now);
  }
  if (now < batch_due_ && batch_.size() < most_in_a_batch) return {};
  return flush();
}

std::vector<Sample> Sampler::flush() {
  batch_due_ = never;
  return std::exchange(batch_, {});
}

Moment Sampler::next() const {
  Moment next = batch_.size() < most_in_a_batch ? batch_due_ : long_ago;
  for (const Standing& standing : standings_)
    next = std::min({next, standing.unknown_at, standing.refresh_at});
  return next;
}

void Sampler::tell(Standing& standing, Moment at, Moment now) {
  standing.told = standing.value;
  standing.refresh_at = now + standing.channel.refresh;
  if (batch_.empty()) batch_due_ = now + batch_time_;
  batch_.push_back({static_cast<std::size_t>(&standing - standings_.data()), standing.value, at});
}

void Sampler::age(Standing& standing, Moment now) {
  if (now < standing.unknown_at) return;
  standing.value.reset();
  standing.at = std::exchange(standing.unknown_at, never);
  const bool first = standing.refresh_at == never;
  if (first || standing.told) tell(standing, standing.at, now);
}

/// What holds, holds now; what was asked for keeps the time of its answer.
void Sampler::refresh(Standing& standing, Moment now) {
  if (now < standing.refresh_at) return;
  const bool asked_for = standing.value && standing.channel.trusted_for != hold;
  tell(standing, asked_for ? standing.at : now, now);
}

}  // namespace liftbox
