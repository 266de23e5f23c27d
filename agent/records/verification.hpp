#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/records/chain.hpp"

namespace liftbox {

/// What can be said of one epoch's records.
struct VerifiedChain {
  std::string device;
  std::string epoch;
  Seq first = 0;  ///< whole from here …
  Seq last = 0;   ///< … to here
  std::string first_time;
  std::string last_time;
  std::uint64_t seals = 0;
  Seq sealed_upto = 0;            ///< the newest seal; what comes after it is chained only
  std::vector<std::string> keys;  ///< that signed, each once
  std::optional<ChainBreak> broken;
};

/// Checks records of one or many boxes and epochs, from a store, an export or rows of a database: none
/// missing, none changed, every seal good. Records of an epoch come in order; they may begin anywhere in it.
class Verifier {
 public:
  /// With keys, only their seals count, and another's is a break.
  explicit Verifier(std::vector<std::string> trusted_keys = {});

  /// One record's canonical bytes, and the hash that was kept beside them, if any. Returns why it is no
  /// record, where it is none.
  std::optional<std::string> take(std::string_view bytes, const std::optional<Sha256>& kept = {});

  const std::vector<VerifiedChain>& chains() const { return chains_; }
  bool whole() const;

 private:
  std::optional<ChainBreak> check_seal_of(VerifiedChain& chain, const nlohmann::json& body, Seq seq) const;
  std::size_t chain_of(const nlohmann::json& body, const Record& record);

  std::vector<std::string> trusted_;
  std::vector<VerifiedChain> chains_;
  std::vector<ChainVerifier> verifiers_;  ///< of the chain at the same place
};

}  // namespace liftbox
