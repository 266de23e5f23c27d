#include "agent/elevator/rescue.hpp"

#include <algorithm>

namespace liftbox {
namespace {

using Times = std::optional<Moment>;

std::optional<Duration> between(const Times& from, const Times& to) {
  if (!from || !to) return std::nullopt;
  return *to - *from;
}

Times earlier(const Times& a, const Times& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// Within the limit; nothing where it was over before that and nobody was needed.
std::optional<bool> kept(const EntrapmentEvidence& entrapment, const Times& came, Duration limit) {
  if (came) return *came - *entrapment.confirmed <= limit;
  const Times over = earlier(entrapment.released, entrapment.cleared);
  if (over && *over - *entrapment.confirmed <= limit) return std::nullopt;
  return false;
}

}  // namespace

RescueTimes rescue_times(const EntrapmentEvidence& entrapment, const Rules::Rescue& rules) {
  RescueTimes times;
  if (!entrapment.confirmed) return times;
  Times answered = earlier(entrapment.acknowledged, entrapment.on_site);
  if (entrapment.ended_by == EntrapmentEvidence::End::technician)
    answered = earlier(answered, entrapment.cleared);
  times.response = between(entrapment.confirmed, answered);
  times.arrival = between(entrapment.confirmed, entrapment.on_site);
  const bool before_anybody_came = entrapment.on_site && entrapment.released < entrapment.on_site;
  if (!before_anybody_came) times.release = between(entrapment.on_site, entrapment.released);
  times.shut_in = between(entrapment.stopped, entrapment.released);
  times.answered_in_time = kept(entrapment, answered, rules.response);
  times.reached_in_time = kept(entrapment, entrapment.on_site, rules.arrival);
  return times;
}

}  // namespace liftbox
