#include "agent/records/verification.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/canonical.hpp"
#include "agent/records/seal.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

std::string text(const json& body, const char* member) {
  const auto found = body.find(member);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// A float or broken UTF-8 has no canonical form.
bool is_canonical(const json& body, std::string_view bytes) {
  try {
    return canonical(body) == bytes;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

Verifier::Verifier(std::vector<std::string> trusted_keys) : trusted_{std::move(trusted_keys)} {}

std::optional<std::string> Verifier::take(std::string_view bytes, const std::optional<Sha256>& kept) {
  const json body = json::parse(bytes, nullptr, false);
  if (!body.is_object()) return "it is no JSON object";
  Record record;
  record.epoch = text(body, "epoch");
  if (const auto seq = body.find("seq"); seq != body.end() && seq->is_number_unsigned())
    record.seq = seq->get<Seq>();
  if (record.epoch.empty() || record.seq == 0 || !from_hex(text(body, "prev")))
    return "it lacks epoch, seq or prev";
  record.bytes = bytes;
  record.hash = kept ? *kept : sha256(bytes);
  const std::size_t at = chain_of(body, record);
  VerifiedChain& chain = chains_[at];
  if (chain.broken) return std::nullopt;
  chain.broken = verifiers_[at].next(record);
  if (!chain.broken && !is_canonical(body, bytes))
    chain.broken = ChainBreak{record.seq, "its bytes are not as a box writes them: it was changed"};
  if (!chain.broken) chain.broken = check_seal_of(chain, body, record.seq);
  if (chain.broken) return std::nullopt;
  chain.last = record.seq;
  chain.last_time = text(body, "time");
  return std::nullopt;
}

bool Verifier::whole() const {
  return std::none_of(chains_.begin(), chains_.end(),
                      [](const VerifiedChain& chain) { return chain.broken.has_value(); });
}

std::size_t Verifier::chain_of(const json& body, const Record& record) {
  const std::string device = text(body, "device");
  const auto found = std::find_if(chains_.begin(), chains_.end(), [&](const VerifiedChain& chain) {
    return chain.epoch == record.epoch && chain.device == device;
  });
  if (found != chains_.end()) return static_cast<std::size_t>(found - chains_.begin());
  VerifiedChain chain;
  chain.device = device;
  chain.epoch = record.epoch;
  chain.first = record.seq;
  chain.first_time = text(body, "time");
  chains_.push_back(std::move(chain));
  verifiers_.push_back(record.seq == 1 ? ChainVerifier{}
                                       : ChainVerifier{record.seq - 1, *from_hex(text(body, "prev"))});
  return chains_.size() - 1;
}

std::optional<ChainBreak> Verifier::check_seal_of(VerifiedChain& chain, const json& body, Seq seq) const {
  const auto seal = check_seal(body);
  if (!seal) return std::nullopt;
  if (!seal->good)
    return ChainBreak{seq, "its signature does not fit: it, or a record before it, was changed"};
  if (!trusted_.empty() && std::find(trusted_.begin(), trusted_.end(), seal->key) == trusted_.end())
    return ChainBreak{seq, "it is sealed with the key " + seal->key + ", which is none of those given"};
  ++chain.seals;
  chain.sealed_upto = seq;
  if (std::find(chain.keys.begin(), chain.keys.end(), seal->key) == chain.keys.end())
    chain.keys.push_back(seal->key);
  return std::nullopt;
}

}  // namespace liftbox
