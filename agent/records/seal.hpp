#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "agent/records/signing_key.hpp"

namespace liftbox {

/// A seal is a record whose evidence is a signature over the record itself: over its canonical bytes without
/// the member `evidence.signature`. `prev`, the head of the chain, is among them, and through it everything
/// that was recorded before. Who changes a record, or cuts records off before a seal and computes the chain
/// anew, cannot make the seal anew without the box's key.
inline constexpr const char* seal_type = "seal";

/// Signs a seal's body, which is complete but for its evidence.
void sign_seal(nlohmann::json& body, const SigningKey& key);

struct SealCheck {
  std::string key;    ///< the public key that it names
  bool good = false;  ///< it was signed with that key, and not changed since
};
/// Nothing where the record is no seal.
std::optional<SealCheck> check_seal(const nlohmann::json& body);

}  // namespace liftbox
