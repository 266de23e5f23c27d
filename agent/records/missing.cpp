#include "agent/records/missing.hpp"

#include <algorithm>

namespace liftbox {

void Testimony::hear(const std::string& device, const std::string& epoch, Seq seq, const DropTold& told) {
  for (const DroppedRange& range : told.ranges)
    said_.emplace(Place{device, range.epoch, range.from}, Said{range, told.why, epoch, seq});
}

bool Testimony::believe(
    const std::function<bool(const std::string& device, const std::string& epoch, Seq seq)>& is_signed) {
  bool more = false;
  for (auto& [place, said] : said_) {
    if (said.believed || !is_signed(std::get<0>(place), said.witness_epoch, said.witness_seq)) continue;
    said.believed = more = true;
  }
  return more;
}

Missing Testimony::missing(const std::string& device, const Said& said) {
  return {device,          said.range.epoch, said.range.from,
          said.range.upto, said.why,         said.witness_epoch + ":" + std::to_string(said.witness_seq)};
}

/// Of several that fit, the one that reaches farthest: it was told last.
const Testimony::Said* Testimony::next(const std::string& device, const std::string& epoch, Seq from,
                                       const Sha256& before) const {
  const Said* best = nullptr;
  const auto [begin, end] = said_.equal_range({device, epoch, from});
  for (auto at = begin; at != end; ++at) {
    const Said& said = at->second;
    if (!said.believed || said.range.prev != before) continue;
    if (best == nullptr || said.range.upto > best->range.upto) best = &said;
  }
  return best;
}

std::optional<std::vector<Missing>> Testimony::fill(const std::string& device, const std::string& epoch,
                                                    const Hole& hole) const {
  std::vector<Missing> filled;
  Seq from = hole.from;
  Sha256 before = hole.before;
  for (const Said* said = next(device, epoch, from, before); said != nullptr;
       said = next(device, epoch, from, before)) {
    if (hole.upto != 0 && said->range.upto > hole.upto) return std::nullopt;
    filled.push_back(missing(device, *said));
    from = said->range.upto + 1;
    before = said->range.hash;
    if (said->range.upto == hole.upto) return before == hole.after ? std::optional{filled} : std::nullopt;
  }
  if (hole.upto != 0 || filled.empty()) return std::nullopt;
  return filled;
}

std::string Testimony::doubt(const std::string& device, const std::string& epoch, const Hole& hole) const {
  const auto said = said_.find({device, epoch, hole.from});
  if (said == said_.end()) return {};
  const std::string witness = missing(device, said->second).said_by;
  return "record " + witness + " says they were dropped, but " +
         (said->second.believed ? "what it says does not fit the records beside them"
                                : "no seal has signed that");
}

std::vector<Missing> Testimony::of_others(
    const std::function<bool(const std::string& device, const std::string& epoch)>& known) const {
  std::vector<Missing> others;
  for (const auto& [place, said] : said_) {
    const std::string& device = std::get<0>(place);
    if (!said.believed || known(device, said.range.epoch)) continue;
    Missing found = missing(device, said);
    const auto same = std::find_if(others.begin(), others.end(), [&](const Missing& other) {
      return other.device == device && other.epoch == found.epoch && other.from == found.from;
    });
    if (same == others.end())
      others.push_back(std::move(found));
    else if (same->upto < found.upto)
      *same = std::move(found);
  }
  return others;
}

}  // namespace liftbox
