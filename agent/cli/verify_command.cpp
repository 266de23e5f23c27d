#include "agent/cli/verify_command.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "agent/cli/commands.hpp"
#include "agent/cli/record_source.hpp"
#include "agent/cli/screens/layout.hpp"
#include "agent/records/verification.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

/// The verdict, and what is no record at all.
struct Examined {
  explicit Examined(std::vector<std::string> keys) : verifier{std::move(keys)} {}

  bool take(const KeptRecord& record) {
    ++line;
    if (const auto none = verifier.take(record.bytes, record.hash); none && no_record.empty())
      no_record = fmt::format("line {} is no record: {}", line, *none);
    return true;
  }
  bool whole() const { return no_record.empty() && verifier.whole(); }

  Verifier verifier;
  std::uint64_t line = 0;
  std::string no_record;
};

void read_all(const std::string& socket, const VerifyOptions& options, Examined& examined) {
  const auto each = [&](const KeptRecord& record) { return examined.take(record); };
  if (options.file.empty()) return records_of_daemon(socket, 0, each);
  if (options.file == "-") return records_of_lines(std::cin, each);
  if (is_store_file(options.file)) return records_of_store(options.file, 0, each);
  std::ifstream lines{options.file};
  if (!lines) throw BadInput{options.file + ": cannot be read; is the name right, and may you read it?"};
  records_of_lines(lines, each);
}

json chain_json(const VerifiedChain& chain) {
  return {{"device", chain.device},
          {"epoch", chain.epoch},
          {"first", chain.first},
          {"last", chain.last},
          {"seals", chain.seals},
          {"sealed_upto", chain.sealed_upto},
          {"keys", chain.keys},
          {"broken", chain.broken ? json{{"seq", chain.broken->seq}, {"what", chain.broken->what}} : json{}}};
}

json as_json(const Examined& examined) {
  json chains = json::array();
  for (const VerifiedChain& chain : examined.verifier.chains()) chains.push_back(chain_json(chain));
  return {{"whole", examined.whole()},
          {"no_record", examined.no_record.empty() ? json{} : json(examined.no_record)},
          {"epochs", chains}};
}

std::string seals_line(const VerifiedChain& chain) {
  if (chain.seals == 0)
    return "  no seal: the order is proved, not that it is this box's; who has the file could have made it\n";
  std::string keys;
  for (const std::string& key : chain.keys) keys += (keys.empty() ? "" : ", ") + key;
  const Seq unsealed = chain.last - chain.sealed_upto;
  return fmt::format("  sealed up to {} ({} seal{}){}\n  key {}\n", chain.sealed_upto, chain.seals,
                     chain.seals == 1 ? "" : "s",
                     unsealed == 0 ? "" : fmt::format("; {} after it are chained, not sealed yet", unsealed),
                     keys);
}

std::string screen_of(const Examined& examined, bool keys_given) {
  std::string page;
  bool sealed = false;
  for (const VerifiedChain& chain : examined.verifier.chains()) {
    page += fmt::format("{}, epoch {}\n", screen::clean(chain.device), screen::clean(chain.epoch));
    if (chain.last != 0)
      page += fmt::format("  {} to {}, {} to {}\n", chain.first, chain.last, screen::clean(chain.first_time),
                          screen::clean(chain.last_time));
    if (chain.last != 0) page += seals_line(chain);
    if (chain.broken)
      page +=
          fmt::format("  BROKEN at record {}: {}\n", chain.broken->seq, screen::clean(chain.broken->what));
    sealed = sealed || chain.seals != 0;
  }
  if (!examined.no_record.empty()) page += examined.no_record + '\n';
  if (sealed && !keys_given)
    page +=
        "The keys are those that the seals name. Compare them with `seal_key` of the box's `identity`\n"
        "at the platform, or give that with --key.\n";
  page += fmt::format("{} records: {}\n", examined.line,
                      examined.whole() ? "whole, none missing, none changed" : "NOT whole");
  return page;
}

}  // namespace

int verify_records(const std::string& socket, const VerifyOptions& options, std::ostream& out) {
  Examined examined{options.keys};
  read_all(socket, options, examined);
  if (examined.line == 0) throw BadInput{"there is no record in it"};
  out << (options.json ? as_json(examined).dump(2) + '\n' : screen_of(examined, !options.keys.empty()));
  return examined.whole() ? done : refused;
}

}  // namespace liftbox::cli
