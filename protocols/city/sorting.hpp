#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocols/city/arrival.hpp"

namespace liftbox::city {

/// What the ledger says of a record that is here.
struct Known {
  Sha256 hash{};
  Sha256 prev{};
};
using Ledger = std::map<std::pair<Diary, Seq>, Known>;

struct SetAside {
  Arrival arrival;
  std::string reason;
};

/// What becomes of a batch. Each list is in the order of diary and seq, so that all receivers write alike.
struct Sorted {
  std::vector<Arrival> fresh;
  std::vector<Arrival> repeats;  ///< here already, the same
  std::vector<SetAside> set_aside;
};

/// The keys to look up in the ledger for these: themselves and their neighbours.
std::vector<std::pair<Diary, Seq>> neighbourhood(const std::vector<Arrival>& batch);

/// A repeat is dropped if its hash is the same; the same key with another hash, and what does not fit into
/// the chain beside what is here already, is set aside. Of two in one batch the one with the lower seq, and
/// then the one that came first, counts as here.
Sorted sort_batch(std::vector<Arrival> batch, Ledger ledger);

}  // namespace liftbox::city
