#include "agent/records/seal.hpp"

#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr const char* algorithm = "ed25519";

std::string text(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

void sign_seal(json& body, const SigningKey& key) {
  body["evidence"] = {{"algorithm", algorithm}, {"key", key.public_key()}};
  body["evidence"]["signature"] = key.sign(canonical(body));
}

std::optional<SealCheck> check_seal(const json& body) {
  if (text(body, "type") != seal_type) return std::nullopt;
  json unsigned_body = body;
  json& evidence = unsigned_body["evidence"];
  if (!evidence.is_object()) return SealCheck{};
  const std::string signature = text(evidence, "signature");
  const std::string key = text(evidence, "key");
  evidence.erase("signature");
  return SealCheck{
      key, text(evidence, "algorithm") == algorithm && signed_by(key, signature, canonical(unsigned_body))};
}

}  // namespace liftbox
