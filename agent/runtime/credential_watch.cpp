#include "agent/runtime/credential_watch.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

}  // namespace

std::int64_t days_left(const Term& term, WallTime now) {
  return std::chrono::floor<Days>(term.until - now).count();
}

bool ends_soon(const Term& term, WallTime now) {
  constexpr std::int64_t days_for_certificates = 30;
  constexpr std::int64_t days_for_lists = 1;
  return days_left(term, now) < (term.what == "revocation list" ? days_for_lists : days_for_certificates);
}

CredentialWatch::CredentialWatch(Parts parts, Hooks hooks)
    : parts_{std::move(parts)}, hooks_{std::move(hooks)} {}

CredentialWatch::~CredentialWatch() {
  *alive_ = false;
}

void CredentialWatch::start() {
  look();
}

void CredentialWatch::look() {
  parts_.worker.post([this, alive = alive_, post = parts_.post, read = parts_.read] {
    post([this, alive, report = read()] {
      if (*alive) take(report);
    });
  });
}

void CredentialWatch::take(CredentialReport report) {
  const CredentialReport before = std::exchange(report_, std::move(report));
  warn(before);
  warn_of_ends();
  if (report_.changed) hooks_.changed();
  parts_.look.arm(interval, [this] { look(); });
}

void CredentialWatch::warn(const CredentialReport& before) {
  if (!report_.trouble.empty() && report_.trouble != before.trouble) hooks_.warned(report_.trouble);
  for (const std::string& warning : report_.warnings)
    if (std::find(before.warnings.begin(), before.warnings.end(), warning) == before.warnings.end())
      hooks_.warned(warning);
}

/// A clock that was never set knows no ends.
void CredentialWatch::warn_of_ends() {
  if (parts_.clock.quality() == ClockQuality::unset) return;
  const WallTime wall = parts_.clock.wall();
  const Moment now = parts_.clock.now();
  for (const Term& term : report_.terms) {
    if (!ends_soon(term, wall)) continue;
    const auto [warned, first] = warned_.try_emplace(term.what + term.name, now);
    if (!first && now - warned->second < Days{1}) continue;
    warned->second = now;
    hooks_.ends(term, days_left(term, wall));
  }
}

}  // namespace liftbox
