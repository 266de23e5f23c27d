#pragma once

#include <optional>
#include <string>

#include "agent/records/record.hpp"

namespace liftbox {

/// The first record that does not fit, and why.
struct ChainBreak {
  Seq seq = 0;
  std::string what;
};

/// Checks the records of one epoch in order, one by one from the first: none missing, none changed, each
/// naming as `prev` the hash of the one before it (64 zeros: it is the first).
class ChainVerifier {
 public:
  ChainVerifier() = default;
  /// For a part of the epoch: what is known of the record before it.
  ChainVerifier(Seq seq, const Sha256& hash) : seq_{seq}, hash_{hash} {}

  /// Where the chain breaks at this record, if it does; then it was not taken up.
  std::optional<ChainBreak> next(const Record& record);
  Seq verified() const { return seq_; }  ///< the newest that fits
  const Sha256& hash() const { return hash_; }

 private:
  Seq seq_ = 0;
  Sha256 hash_{};
};

}  // namespace liftbox
