#include "tests/eval/score.hpp"

#include <algorithm>

namespace liftbox::eval {
namespace {

/// Where each type was said, by time: lives are long.
std::map<EventType, std::vector<std::size_t>> in_order(const std::vector<Heard>& heard) {
  std::map<EventType, std::vector<std::size_t>> by_type;
  for (std::size_t i = 0; i < heard.size(); ++i) by_type[heard[i].type].push_back(i);
  for (auto& [type, said] : by_type)
    std::stable_sort(said.begin(), said.end(),
                     [&](std::size_t a, std::size_t b) { return heard[a].at < heard[b].at; });
  return by_type;
}

}  // namespace

void Count::add(const Count& other) {
  due += other.due;
  found += other.found;
  early += other.early;
  delays_ms.insert(delays_ms.end(), other.delays_ms.begin(), other.delays_ms.end());
}

Count TypeScore::all() const {
  Count all;
  for (const auto& [kind, count] : kinds) all.add(count);
  return all;
}

void TypeScore::add(const TypeScore& other) {
  for (const auto& [kind, count] : other.kinds) kinds[kind].add(count);
  said += other.said;
  wrong += other.wrong;
  for (const auto& [lies, times] : other.wrong_by_lies) wrong_by_lies[lies] += times;
}

void Score::add(const Score& other) {
  for (const auto& [type, score] : other.types) types[type].add(score);
  lifts += other.lifts;
  watched += other.watched;
  readings += other.readings;
}

std::vector<Mistake> Score::judge(const std::vector<Due>& dues, const std::vector<Heard>& heard) {
  std::vector<Mistake> mistakes;
  std::vector<bool> explained(heard.size());
  const std::map<EventType, std::vector<std::size_t>> by_type = in_order(heard);
  for (const Due& due : dues) {
    const Moment until = due.until == never ? never : due.until + patience;
    std::optional<Moment> first;
    const auto said = by_type.find(due.type);
    if (said != by_type.end()) {
      auto one = std::lower_bound(said->second.begin(), said->second.end(), due.from - patience,
                                  [&](std::size_t i, Moment from) { return heard[i].at < from; });
      for (; one != said->second.end() && heard[*one].at <= until; ++one) {
        explained[*one] = true;
        first = first.value_or(heard[*one].at);
      }
    }
    if (due.at == never) continue;
    Count& count = types[due.type].kinds[due.kind];
    ++count.due;
    if (!first) {
      mistakes.push_back({Mistake::What::missed, due.type, due.kind, due.at});
      continue;
    }
    ++count.found;
    count.delays_ms.push_back(static_cast<std::int32_t>((*first - due.at).count()));
    if (*first > due.at + patience) mistakes.push_back({Mistake::What::late, due.type, due.kind, due.at});
    if (*first >= due.soonest.value_or(due.at) - patience) continue;
    ++count.early;
    mistakes.push_back({Mistake::What::early, due.type, due.kind, *first});
  }
  for (std::size_t i = 0; i < heard.size(); ++i) {
    TypeScore& score = types[heard[i].type];
    ++score.said;
    if (explained[i]) continue;
    ++score.wrong;
    mistakes.push_back({Mistake::What::wrong, heard[i].type, {}, heard[i].at});
  }
  return mistakes;
}

std::int32_t percentile(std::vector<std::int32_t>& values, int percent) {
  constexpr std::size_t whole = 100;
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * static_cast<std::size_t>(percent) / whole];
}

}  // namespace liftbox::eval
