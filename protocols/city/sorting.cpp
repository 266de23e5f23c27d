#include "protocols/city/sorting.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace liftbox::city {
namespace {

std::pair<Diary, Seq> key_of(const Arrival& arrival) {
  return {arrival.diary, arrival.seq};
}

/// Empty: it fits.
std::string why_not(const Arrival& arrival, const Ledger& ledger) {
  const std::string number = std::to_string(arrival.seq);
  if (const auto before = ledger.find({arrival.diary, arrival.seq - 1});
      before != ledger.end() && before->second.hash != arrival.prev)
    return "it does not follow record " + std::to_string(arrival.seq - 1) + ", which is here";
  if (const auto after = ledger.find({arrival.diary, arrival.seq + 1});
      after != ledger.end() && after->second.prev != arrival.hash)
    return "record " + std::to_string(arrival.seq + 1) + ", which is here, does not follow it";
  return {};
}

}  // namespace

std::vector<std::pair<Diary, Seq>> neighbourhood(const std::vector<Arrival>& batch) {
  std::set<std::pair<Diary, Seq>> keys;
  for (const Arrival& arrival : batch)
    for (const Seq seq : {arrival.seq - 1, arrival.seq, arrival.seq + 1})
      if (seq != 0) keys.emplace(arrival.diary, seq);
  return {keys.begin(), keys.end()};
}

Sorted sort_batch(std::vector<Arrival> batch, Ledger ledger) {
  std::stable_sort(batch.begin(), batch.end(),
                   [](const Arrival& a, const Arrival& b) { return key_of(a) < key_of(b); });
  Sorted sorted;
  for (Arrival& arrival : batch) {
    const auto here = ledger.find(key_of(arrival));
    if (here != ledger.end() && here->second.hash == arrival.hash) {
      sorted.repeats.push_back(std::move(arrival));
      continue;
    }
    std::string reason =
        here != ledger.end() ? "another record with this key is here" : why_not(arrival, ledger);
    if (!reason.empty()) {
      sorted.set_aside.push_back({std::move(arrival), std::move(reason)});
      continue;
    }
    ledger.emplace(key_of(arrival), Known{arrival.hash, arrival.prev});
    sorted.fresh.push_back(std::move(arrival));
  }
  return sorted;
}

}  // namespace liftbox::city
