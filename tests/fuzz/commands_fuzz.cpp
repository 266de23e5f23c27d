// A command as the platform may send it: its name in the first line, then its payload.
#include "agent/runtime/commands.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;

namespace {

const Stamp now{Moment{std::chrono::hours{1}}, 1'800'000'000'000, 480, "synced", "boot"};

bool in_order(const std::vector<SeqRange>& ranges) {
  for (const SeqRange& range : ranges)
    if (range.from > range.upto && !(range.from == 1 && range.upto == 0))
      return false;  // upto 0: none so far
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::FirstLine input{fuzz::text_of(data, size)};
  const InboundCommand inbound{std::string{input.line}, std::string{input.rest}, false, {}, {}};
  CommandIds ids;
  CommandReader reader{ids};
  const Command command = reader.read(inbound, now);
  if (const auto* refusal = std::get_if<Refusal>(&command.what)) {
    fuzz::require(!refusal->reason.empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::require(!command.id.empty() && command.id.size() <= 64, "what is obeyed has an id");
  const auto* receipt = std::get_if<Receipt>(&command.what);
  if (receipt != nullptr) fuzz::require(in_order(receipt->ranges), "ranges run forwards");
  if (const auto* resend = std::get_if<Resend>(&command.what))
    fuzz::require(in_order({resend->range}), "a range runs forwards");
  const bool refused = std::holds_alternative<Refusal>(reader.read(inbound, now).what);
  fuzz::require(refused == (receipt == nullptr), "only a receipt may come twice");
  return 0;
}
