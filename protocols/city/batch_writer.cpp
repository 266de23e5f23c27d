#include "protocols/city/batch_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <pqxx/pqxx>
#include <span>
#include <tuple>

#include "agent/records/hex.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox::city {
namespace {

std::string bytea(std::string_view bytes) {
  return "\\x" + to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}
std::string bytea(const Sha256& hash) {
  return "\\x" + to_hex(hash);
}

/// Of names, UUIDs and numbers, which need no quotes.
template <class Values>
std::string array(const Values& values) {
  return fmt::format("{{{}}}", fmt::join(values, ","));
}

/// What a batch says of one diary.
struct Heard {
  Seq newest = 0;
  Seq low = 0;
  std::vector<Seq> here;  ///< committed with it, or before
};
using HeardOf = std::map<Diary, Heard>;

void hear(HeardOf& heard, const std::vector<Arrival>& here) {
  for (const Arrival& arrival : here) {
    Heard& of = heard[arrival.diary];
    of.newest = std::max(of.newest, arrival.seq);
    of.low = std::max(of.low, arrival.low);
    of.here.push_back(arrival.seq);
  }
}

std::vector<Diary> diaries_of(const std::vector<Arrival>& records) {
  std::vector<Diary> diaries;
  for (const Arrival& arrival : records) diaries.push_back(arrival.diary);
  std::sort(diaries.begin(), diaries.end());
  diaries.erase(std::unique(diaries.begin(), diaries.end()), diaries.end());
  return diaries;
}

const char* function_of(Document::Kind kind) {
  switch (kind) {
    case Document::Kind::identity:
      return "SELECT take_identity($1, $2, $3)";
    case Document::Kind::status:
      return "SELECT take_status($1, $2, $3)";
    case Document::Kind::state:
      break;
  }
  return "SELECT take_state($1, $2, $3)";
}

}  // namespace

Committed BatchWriter::write_records(const std::vector<Arrival>& records) {
  lock(diaries_of(records));
  const Sorted sorted = sort_batch(records, look_up(records));
  copy(sorted.fresh);
  Committed done;
  done.fresh = sorted.fresh.size();
  done.repeats = sorted.repeats.size();
  for (const SetAside& aside : sorted.set_aside) {
    keep(aside);
    const Arrival& arrival = aside.arrival;
    done.set_aside.push_back(fmt::format("{} {}:{} set aside: {}", arrival.diary.device, arrival.diary.epoch,
                                         arrival.seq, aside.reason));
  }
  HeardOf heard;
  hear(heard, sorted.fresh);
  hear(heard, sorted.repeats);
  for (auto& [diary, of] : heard) {
    Receipt receipt = advance(diary, of.newest, of.low);
    receipt.ranges = runs(std::move(of.here), receipt.upto);
    done.receipts.push_back(std::move(receipt));
  }
  return done;
}

/// In the same order by every receiver: two that have the same diaries wait for each other, but never both.
void BatchWriter::lock(const std::vector<Diary>& diaries) {
  std::vector<std::string> devices;
  std::vector<std::string> epochs;
  for (const Diary& diary : diaries) {
    devices.push_back(diary.device);
    epochs.push_back(diary.epoch);
  }
  transaction_.exec_params(
      "INSERT INTO device (device) SELECT DISTINCT name FROM unnest($1::text[]) AS name ORDER BY 1"
      " ON CONFLICT DO NOTHING",
      array(devices));
  transaction_.exec_params(
      "INSERT INTO epoch (device, epoch) SELECT * FROM unnest($1::text[], $2::uuid[]) AS d (device, epoch)"
      " ORDER BY 1, 2 ON CONFLICT DO NOTHING",
      array(devices), array(epochs));
  transaction_.exec_params(
      "SELECT FROM epoch JOIN unnest($1::text[], $2::uuid[]) AS d (device, epoch) USING (device, epoch)"
      " ORDER BY epoch.device, epoch.epoch FOR UPDATE OF epoch",
      array(devices), array(epochs));
}

Ledger BatchWriter::look_up(const std::vector<Arrival>& records) {
  std::vector<std::string> devices;
  std::vector<std::string> epochs;
  std::vector<Seq> seqs;
  for (const auto& [diary, seq] : neighbourhood(records)) {
    devices.push_back(diary.device);
    epochs.push_back(diary.epoch);
    seqs.push_back(seq);
  }
  Ledger ledger;
  for (const pqxx::row& row : transaction_.exec_params(
           "SELECT device, epoch, seq, encode(hash, 'hex'), encode(prev, 'hex') FROM ledger"
           " JOIN unnest($1::text[], $2::uuid[], $3::bigint[]) AS k (device, epoch, seq)"
           " USING (device, epoch, seq)",
           array(devices), array(epochs), array(seqs))) {
    const auto hash = from_hex(row[3].as<std::string>());
    const auto prev = from_hex(row[4].as<std::string>());
    ledger[{{row[0].as<std::string>(), row[1].as<std::string>()}, row[2].as<Seq>()}] =
        Known{hash.value_or(Sha256{}), prev.value_or(Sha256{})};
  }
  return ledger;
}

void BatchWriter::copy(const std::vector<Arrival>& fresh) {
  if (fresh.empty()) return;
  pqxx::stream_to ledger{transaction_, "ledger",
                         std::vector<std::string>{"device", "epoch", "seq", "hash", "prev", "at"}};
  for (const Arrival& a : fresh)
    ledger << std::make_tuple(a.diary.device, a.diary.epoch, a.seq, bytea(a.hash), bytea(a.prev), a.time);
  ledger.complete();
  pqxx::stream_to record{transaction_, "record",
                         std::vector<std::string>{"device", "epoch", "seq", "at", "clock", "boot", "mono_ms",
                                                  "class", "type", "phase", "confidence", "incident", "lift",
                                                  "body", "hash", "bytes", "received_by"}};
  for (const Arrival& a : fresh)
    record << std::make_tuple(a.diary.device, a.diary.epoch, a.seq, a.time, a.clock, a.boot, a.mono_ms,
                              a.record_class, a.type, a.phase, a.confidence, a.incident, a.lift, a.body,
                              bytea(a.hash), bytea(a.bytes), receiver_);
  record.complete();
}

void BatchWriter::keep(const SetAside& aside) {
  const Arrival& arrival = aside.arrival;
  transaction_.exec_params(
      "INSERT INTO set_aside (device, epoch, seq, reason, hash, bytes, received_by)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)"
      " ON CONFLICT (device, epoch, seq, hash) DO UPDATE SET times = set_aside.times + 1, last_at = now()",
      arrival.diary.device, arrival.diary.epoch, arrival.seq, aside.reason, bytea(arrival.hash),
      bytea(arrival.bytes), receiver_);
}

Receipt BatchWriter::advance(const Diary& diary, Seq newest, Seq low) {
  const pqxx::row row = transaction_.exec_params1(
      "UPDATE epoch SET newest = greatest(newest, $3), heard = now(), low = greatest(low, $4),"
      " low_since = CASE WHEN low < $4 THEN now() ELSE low_since END,"
      " upto = reached, asks = CASE WHEN reached > upto THEN 0 ELSE asks END"
      " FROM (SELECT run_end(device, epoch, upto) AS reached FROM epoch WHERE device = $1 AND epoch = $2) AS "
      "run"
      " WHERE device = $1 AND epoch = $2 RETURNING upto",
      diary.device, diary.epoch, newest, low);
  return {diary, row[0].as<Seq>(), {}};
}

void BatchWriter::write_documents(const std::vector<Document>& documents, std::int64_t heard_ms) {
  const std::string heard = format_rfc3339(heard_ms, 0);
  for (const Document& document : documents)
    transaction_.exec_params(function_of(document.kind), document.device, heard, document.text);
}

void BatchWriter::note_lost(const std::map<Diary, Seq>& lost) {
  std::vector<Diary> diaries;
  for (const auto& [diary, newest] : lost) diaries.push_back(diary);
  if (!diaries.empty()) lock(diaries);
  for (const auto& [diary, newest] : lost)
    transaction_.exec_params(
        "UPDATE epoch SET newest = greatest(newest, $3), low = greatest(low, 1), low_since = '-infinity',"
        " asked_at = NULL, asks = 0 WHERE device = $1 AND epoch = $2",
        diary.device, diary.epoch, newest);
}

void BatchWriter::write_dead(const DeadLetter& letter) {
  transaction_.exec_params(
      "INSERT INTO dead_letter (topic, reason, payload, digest, received_by) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (digest) DO UPDATE SET times = dead_letter.times + 1, last_at = now()",
      letter.letter.topic, letter.reason, bytea(letter.letter.payload),
      bytea(sha256(letter.letter.topic + '\n' + letter.letter.payload)), receiver_);
}

}  // namespace liftbox::city
