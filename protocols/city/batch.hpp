#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "protocols/city/arrival.hpp"

namespace liftbox::city {

/// What is written together.
struct Batch {
  std::vector<Arrival> records{};
  std::vector<Document> documents{};
  std::vector<DeadLetter> dead{};
  std::map<Diary, Seq> lost{};  ///< came and could not be kept: the newest of each
  std::int64_t heard_ms = 0;    ///< wall time of the youngest document

  std::size_t size() const { return records.size() + documents.size() + dead.size() + lost.size(); }
};

}  // namespace liftbox::city
