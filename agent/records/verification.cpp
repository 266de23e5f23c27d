#include "agent/records/verification.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/canonical.hpp"
#include "agent/records/json_text.hpp"
#include "agent/records/seal.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

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
  record.epoch = text_of(body, "epoch");
  if (const auto seq = body.find("seq"); seq != body.end() && seq->is_number_unsigned())
    record.seq = seq->get<Seq>();
  const auto prev = from_hex(text_of(body, "prev"));
  if (record.epoch.empty() || record.seq == 0 || !prev) return "it lacks epoch, seq or prev";
  record.bytes = bytes;
  record.hash = kept ? *kept : sha256(bytes);
  const std::size_t at = chain_of(body, record);
  VerifiedChain& chain = chains_[at];
  if (chain.broken) return std::nullopt;
  std::vector<Run>& runs = runs_[at];
  if (runs.empty() || record.seq > runs.back().verifier.verified() + 1) begin_run(at, record, *prev);
  Run& run = runs.back();
  chain.broken = run.verifier.next(record);
  if (!chain.broken && !is_canonical(body, bytes))
    chain.broken = ChainBreak{record.seq, "its bytes are not as a box writes them: it was changed"};
  if (!chain.broken) chain.broken = check_seal_of(chain, body, record.seq);
  if (chain.broken) return std::nullopt;
  chain.last = record.seq;
  chain.last_time = text_of(body, "time");
  if (chain.sealed_upto == record.seq) run.signed_upto = record.seq;
  testimony_.hear(chain.device, chain.epoch, record.seq, drop_told(body));
  return std::nullopt;
}

/// What is missing before the run is judged when all is known.
void Verifier::begin_run(std::size_t chain, const Record& record, const Sha256& prev) {
  std::vector<Run>& runs = runs_[chain];
  if (!runs.empty()) runs.back().so_far = chains_[chain];
  Run run;
  run.verifier = ChainVerifier{record.seq - 1, record.seq == 1 ? Sha256{} : prev};
  run.first = record.seq;
  run.before = prev;
  runs.push_back(std::move(run));
}

void Verifier::finish(bool from_the_first) {
  settle_signatures();
  for (std::size_t at = 0; at < chains_.size(); ++at) settle_holes(at, from_the_first);
  gone_ = testimony_.of_others([this](const std::string& device, const std::string& epoch) {
    return std::any_of(chains_.begin(), chains_.end(), [&](const VerifiedChain& chain) {
      return chain.device == device && chain.epoch == epoch;
    });
  });
}

/// A seal signs what it follows, and a believed range that ends a run signs that run: each may make another
/// witness believed.
void Verifier::settle_signatures() {
  const auto is_signed = [this](const std::string& device, const std::string& epoch, Seq seq) {
    for (std::size_t at = 0; at < chains_.size(); ++at) {
      if (chains_[at].device != device || chains_[at].epoch != epoch) continue;
      return std::any_of(runs_[at].begin(), runs_[at].end(),
                         [seq](const Run& run) { return run.first <= seq && seq <= run.signed_upto; });
    }
    return false;
  };
  while (testimony_.believe(is_signed)) {
    for (std::size_t at = 0; at < chains_.size(); ++at) {
      const std::vector<Hole> all = holes(at);
      for (std::size_t i = 0; i < all.size(); ++i)
        if (testimony_.fill(chains_[at].device, chains_[at].epoch, all[i]))
          runs_[at][i].signed_upto = runs_[at][i].verifier.verified();
    }
  }
}

/// After each run; the last one may have none.
std::vector<Hole> Verifier::holes(std::size_t chain) const {
  const std::vector<Run>& runs = runs_[chain];
  std::vector<Hole> all;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Hole hole{.from = runs[i].verifier.verified() + 1, .before = runs[i].verifier.hash()};
    if (i + 1 < runs.size()) {
      hole.upto = runs[i + 1].first - 1;
      hole.after = runs[i + 1].before;
    }
    all.push_back(hole);
  }
  return all;
}

void Verifier::settle_holes(std::size_t at, bool from_the_first) {
  VerifiedChain& chain = chains_[at];
  const auto take_up = [&](const std::vector<Missing>& filled) {
    chain.missing.insert(chain.missing.end(), filled.begin(), filled.end());
  };
  if (const Run& first = runs_[at].front(); first.first > 1) {
    const Hole hole{.from = 1, .upto = first.first - 1, .before = {}, .after = first.before};
    if (const auto filled = testimony_.fill(chain.device, chain.epoch, hole))
      take_up(*filled);
    else if (from_the_first)
      return break_at(at, 0, hole);
  }
  const std::vector<Hole> all = holes(at);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (const auto filled = testimony_.fill(chain.device, chain.epoch, all[i]))
      take_up(*filled);
    else if (all[i].upto != 0)
      return break_at(at, i + 1, all[i]);
  }
}

/// Nothing can be said of what comes after.
void Verifier::break_at(std::size_t at, std::size_t run, const Hole& hole) {
  VerifiedChain& chain = chains_[at];
  const std::string doubt = testimony_.doubt(chain.device, chain.epoch, hole);
  std::string what =
      "record " + std::to_string(hole.from) + " should come here: one is missing or out of order";
  if (!doubt.empty())
    what = "records " + std::to_string(hole.from) + " to " + std::to_string(hole.upto) + " are missing; " +
           doubt;
  std::vector<Missing> missing = std::move(chain.missing);
  if (run > 0) chain = runs_[at][run - 1].so_far;
  chain.missing = std::move(missing);
  chain.broken = ChainBreak{runs_[at][run].first, std::move(what)};
}

bool Verifier::whole() const {
  const auto is_lost = [](const Missing& missing) { return missing.why != name(Drop::Why::full); };
  return std::none_of(gone_.begin(), gone_.end(), is_lost) &&
         std::none_of(chains_.begin(), chains_.end(), [&](const VerifiedChain& chain) {
           return chain.broken.has_value() ||
                  std::any_of(chain.missing.begin(), chain.missing.end(), is_lost);
         });
}

std::size_t Verifier::chain_of(const json& body, const Record& record) {
  const std::string device = text_of(body, "device");
  const auto found = std::find_if(chains_.begin(), chains_.end(), [&](const VerifiedChain& chain) {
    return chain.epoch == record.epoch && chain.device == device;
  });
  if (found != chains_.end()) return static_cast<std::size_t>(found - chains_.begin());
  VerifiedChain chain;
  chain.device = device;
  chain.epoch = record.epoch;
  chain.first = record.seq;
  chain.first_time = text_of(body, "time");
  chains_.push_back(std::move(chain));
  runs_.emplace_back();
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
