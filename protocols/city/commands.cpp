#include "protocols/city/commands.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/records/rfc3339.hpp"
#include "agent/records/uuid.hpp"

namespace liftbox::city {

using nlohmann::json;

std::vector<SeqRange> runs(std::vector<Seq> seqs, Seq above) {
  std::sort(seqs.begin(), seqs.end());
  std::vector<SeqRange> found;
  for (const Seq seq : seqs) {
    if (seq <= above) continue;
    if (!found.empty() && seq <= found.back().upto + 1)
      found.back().upto = seq;
    else
      found.push_back({seq, seq});
  }
  return found;
}

json CommandWriter::begin(const Diary& diary) const {
  const auto offset = static_cast<int>(clock_.utc_offset().count());
  return {{"id", random_uuid()},
          {"issued", format_rfc3339(clock_.wall().time_since_epoch().count(), offset)},
          {"by", by_},
          {"epoch", diary.epoch}};
}

Command CommandWriter::finish(const Diary& diary, const char* name, const json& body) const {
  return {topic_root_ + '/' + diary.device + "/cmd/" + name, body.dump()};
}

std::vector<Command> CommandWriter::receipt(const Receipt& receipt) const {
  std::vector<Command> commands;
  std::size_t next = 0;
  do {
    json body = begin(receipt.diary);
    body["upto"] = receipt.upto;
    body["ranges"] = json::array();
    const std::size_t end = std::min(receipt.ranges.size(), next + most_ranges);
    for (; next < end; ++next)
      body["ranges"].push_back({receipt.ranges[next].from, receipt.ranges[next].upto});
    commands.push_back(finish(receipt.diary, "receipt", body));
  } while (next < receipt.ranges.size());
  return commands;
}

Command CommandWriter::resend(const Request& request) const {
  json body = begin(request.diary);
  body["from"] = request.range.from;
  body["to"] = request.range.upto;
  return finish(request.diary, "resend", body);
}

}  // namespace liftbox::city
