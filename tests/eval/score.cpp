#include "tests/eval/score.hpp"

#include <algorithm>

namespace liftbox::eval {

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
  for (const Due& due : dues) {
    const Moment until = due.until == never ? never : due.until + patience;
    std::optional<Moment> first;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      if (heard[i].type != due.type || heard[i].at < due.from - patience || heard[i].at > until) continue;
      explained[i] = true;
      first = std::min(first.value_or(heard[i].at), heard[i].at);
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
    if (*first >= due.at - patience) continue;
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
