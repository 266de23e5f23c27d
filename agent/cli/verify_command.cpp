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
    if (!record.damage.empty() && damage.empty())
      damage = fmt::format("row {} is damaged: {}", line, record.damage);
    return true;
  }
  bool whole() const { return no_record.empty() && damage.empty() && verifier.whole(); }

  Verifier verifier;
  std::uint64_t line = 0;
  std::string no_record;
  std::string damage;
};

/// Returns whether it was a whole store, which begins with the first record of each epoch.
bool read_all(const std::string& socket, const VerifyOptions& options, Examined& examined) {
  const auto each = [&](const KeptRecord& record) { return examined.take(record); };
  const bool store = !options.file.empty() && options.file != "-" && is_store_file(options.file);
  if (options.file.empty()) {
    records_of_daemon(socket, 0, each);
  } else if (options.file == "-") {
    records_of_lines(std::cin, each);
  } else if (store) {
    records_of_store(options.file, 0, each);
  } else {
    std::ifstream lines{options.file};
    if (!lines) throw BadInput{options.file + ": cannot be read; is the name right, and may you read it?"};
    records_of_lines(lines, each);
  }
  return store || options.file.empty();
}

json missing_json(const std::vector<Missing>& all) {
  json out = json::array();
  for (const Missing& one : all)
    out.push_back({{"epoch", one.epoch},
                   {"from", one.from},
                   {"upto", one.upto},
                   {"why", one.why},
                   {"said_by", one.said_by}});
  return out;
}

json chain_json(const VerifiedChain& chain) {
  return {{"device", chain.device},
          {"epoch", chain.epoch},
          {"first", chain.first},
          {"last", chain.last},
          {"seals", chain.seals},
          {"sealed_upto", chain.sealed_upto},
          {"keys", chain.keys},
          {"missing", missing_json(chain.missing)},
          {"broken", chain.broken ? json{{"seq", chain.broken->seq}, {"what", chain.broken->what}} : json{}}};
}

json as_json(const Examined& examined) {
  json chains = json::array();
  for (const VerifiedChain& chain : examined.verifier.chains()) chains.push_back(chain_json(chain));
  return {{"whole", examined.whole()},
          {"no_record", examined.no_record.empty() ? json{} : json(examined.no_record)},
          {"damage", examined.damage.empty() ? json{} : json(examined.damage)},
          {"gone", missing_json(examined.verifier.gone())},
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

std::string missing_line(const Missing& missing) {
  const bool dropped = missing.why == name(Drop::Why::full);
  return fmt::format("  {} to {} {}, says record {}\n", missing.from, missing.upto,
                     dropped ? "dropped to make room" : "LOST when the store was damaged",
                     screen::clean(missing.said_by));
}

/// Many holes tell less than their number.
std::string missing_lines(const std::vector<Missing>& all) {
  constexpr std::size_t most = 8;
  std::string lines;
  Seq records = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < most) lines += missing_line(all[i]);
    records += all[i].upto - all[i].from + 1;
  }
  if (all.size() > most)
    lines +=
        fmt::format("  and {} more; {} records in all (--json lists them)\n", all.size() - most, records);
  return lines;
}

std::string screen_of(const Examined& examined, bool keys_given) {
  std::string page;
  bool sealed = false;
  bool dropped = !examined.verifier.gone().empty();
  for (const VerifiedChain& chain : examined.verifier.chains()) {
    page += fmt::format("{}, epoch {}\n", screen::clean(chain.device), screen::clean(chain.epoch));
    if (chain.last != 0)
      page += fmt::format("  {} to {}, {} to {}\n", chain.first, chain.last, screen::clean(chain.first_time),
                          screen::clean(chain.last_time));
    if (chain.last != 0) page += seals_line(chain) + missing_lines(chain.missing);
    if (chain.broken)
      page +=
          fmt::format("  BROKEN at record {}: {}\n", chain.broken->seq, screen::clean(chain.broken->what));
    sealed = sealed || chain.seals != 0;
    dropped = dropped || !chain.missing.empty();
  }
  for (const Missing& missing : examined.verifier.gone())
    page += fmt::format("{}, epoch {}\n", screen::clean(missing.device), screen::clean(missing.epoch)) +
            missing_line(missing);
  if (!examined.no_record.empty()) page += examined.no_record + '\n';
  if (!examined.damage.empty()) page += examined.damage + '\n';
  if (sealed && !keys_given)
    page +=
        "The keys are those that the seals name. Compare them with `seal_key` of the box's `identity`\n"
        "at the platform, or give that with --key.\n";
  page += fmt::format("{} records: {}\n", examined.line,
                      !examined.whole() ? "NOT whole"
                      : dropped         ? "whole but for what was dropped, none changed"
                                        : "whole, none missing, none changed");
  return page;
}

}  // namespace

int verify_records(const std::string& socket, const VerifyOptions& options, std::ostream& out) {
  Examined examined{options.keys};
  examined.verifier.finish(read_all(socket, options, examined));
  if (examined.line == 0) throw BadInput{"there is no record in it"};
  out << (options.json ? as_json(examined).dump(2) + '\n' : screen_of(examined, !options.keys.empty()));
  return examined.whole() ? done : refused;
}

}  // namespace liftbox::cli
