#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/records/chain.hpp"
#include "agent/records/dropped.hpp"
#include "agent/records/missing.hpp"

namespace liftbox {

/// What can be said of one epoch's records.
struct VerifiedChain {
  std::string device;
  std::string epoch;
  Seq first = 0;  ///< whole from here …
  Seq last = 0;   ///< … to here, but for what was dropped
  std::string first_time;
  std::string last_time;
  std::uint64_t seals = 0;
  Seq sealed_upto = 0;            ///< the newest seal; what comes after it is chained only
  std::vector<std::string> keys;  ///< that signed, each once
  std::vector<Missing> missing;   ///< not there, and a sealed record of the box says why
  std::optional<ChainBreak> broken;
};

/// Checks records of one or many boxes and epochs, from a store, an export or rows of a database: none
/// missing but what the box has dropped and signed for, none changed, every seal good. Records of an epoch
/// come in order; they may begin anywhere in it.
class Verifier {
 public:
  /// With keys, only their seals count, and another's is a break.
  explicit Verifier(std::vector<std::string> trusted_keys = {});

  /// One record's canonical bytes, and the hash that was kept beside them, if any. Returns why it is no
  /// record, where it is none.
  std::optional<std::string> take(std::string_view bytes, const std::optional<Sha256>& kept = {});
  /// There are no more. `from_the_first`: what is missing before an epoch's first record must be accounted
  /// for, too, as in a store.
  void finish(bool from_the_first = false);

  const std::vector<VerifiedChain>& chains() const { return chains_; }
  /// Epochs of which no record is left.
  const std::vector<Missing>& gone() const { return gone_; }
  /// Nothing is changed, and nothing missing that was not dropped for want of room.
  bool whole() const;

 private:
  /// Records that follow each other without a hole.
  struct Run {
    ChainVerifier verifier;
    Seq first = 0;
    Sha256 before{};  ///< hash of the record before the first, as that one names it
    Seq signed_upto = 0;
    VerifiedChain so_far{};  ///< of the epoch, at the end of this run
  };

  std::optional<ChainBreak> check_seal_of(VerifiedChain& chain, const nlohmann::json& body, Seq seq) const;
  std::size_t chain_of(const nlohmann::json& body, const Record& record);
  void begin_run(std::size_t chain, const Record& record, const Sha256& prev);
  void settle_signatures();
  void settle_holes(std::size_t chain, bool from_the_first);
  void break_at(std::size_t chain, std::size_t run, const Hole& hole);
  std::vector<Hole> holes(std::size_t chain) const;

  std::vector<std::string> trusted_;
  std::vector<VerifiedChain> chains_;
  std::vector<std::vector<Run>> runs_;  ///< of the chain at the same place
  Testimony testimony_;
  std::vector<Missing> gone_;
};

}  // namespace liftbox
