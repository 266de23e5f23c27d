#include "agent/records/seal.hpp"

#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/json_text.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr const char* algorithm = "ed25519";

}  // namespace

void sign_seal(json& body, const SigningKey& key) {
  body["evidence"] = {{"algorithm", algorithm}, {"key", key.public_key()}};
  body["evidence"]["signature"] = key.sign(canonical(body));
}

std::optional<SealCheck> check_seal(const json& body) {
  if (text_of(body, "type") != seal_type) return std::nullopt;
  json unsigned_body = body;
  json& evidence = unsigned_body["evidence"];
  if (!evidence.is_object()) return SealCheck{};
  const std::string signature = text_of(evidence, "signature");
  const std::string key = text_of(evidence, "key");
  evidence.erase("signature");
  return SealCheck{key, text_of(evidence, "algorithm") == algorithm &&
                            signed_by(key, signature, canonical(unsigned_body))};
}

}  // namespace liftbox
