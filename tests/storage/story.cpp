#include "tests/storage/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/chain.hpp"
#include "agent/storage/database.hpp"

namespace liftbox::test {

bool Promise::operator==(const Promise& other) const {
  const auto same = [](const Record& a, const Record& b) {
    return a.epoch == b.epoch && a.seq == b.seq && a.bytes == b.bytes && a.hash == b.hash;
  };
  return std::equal(records.begin(), records.end(), other.records.begin(), other.records.end(), same) &&
         states == other.states && memory == other.memory && telemetry == other.telemetry &&
         dropped == other.dropped;
}

Story::Story(Disk& disk, const std::filesystem::path& directory, Call call)
    : disk_{disk}, directory_{directory}, call_{std::move(call)} {
  chapters_.push_back({0, promise_});
  open();
  for (int day = 0; day < 3; ++day) {
    for (int i = 0; i < 6; ++i) commit(1 + i % 3);
    accept(4);
    receive(6);
    keep_telemetry();
    resend(2);
    drop(static_cast<Seq>(3 + day));
    open();
  }
  store_.reset();
  chapters_.push_back({disk_.history().size(), promise_});
}

void Story::call(const std::function<void()>& work) {
  call_(work);
  chapters_.push_back({disk_.history().size(), promise_});
}

void Story::open() {
  call([this] {
    store_.reset();
    store_.emplace(directory_);
    const StoreHead head = store_->open({});
    if (!diary_) diary_.emplace(head);
  });
}

/// Of records that are no longer there, nobody asks.
char& Story::state(Seq seq) {
  const auto found = std::find_if(promise_.records.begin(), promise_.records.end(),
                                  [seq](const Record& record) { return record.seq == seq; });
  static char gone = 'd';
  return found == promise_.records.end()
             ? gone
             : promise_.states.at(static_cast<std::size_t>(found - promise_.records.begin()));
}

/// One that is done goes, and joins the one that went before.
void Story::drop(Seq seq) {
  const auto going = std::find_if(promise_.records.begin(), promise_.records.end(),
                                  [seq](const Record& record) { return record.seq == seq; });
  Drop drop;
  drop.records = 1;
  drop.ids.push_back(static_cast<std::int64_t>(seq));
  drop.ranges.push_back({going->epoch, 3, seq, promise_.records[1].hash, going->hash});
  promise_.states.erase(promise_.states.begin() + (going - promise_.records.begin()));
  promise_.records.erase(going);
  promise_.records.push_back(diary_->next(drop));
  promise_.states.push_back('w');
  promise_.dropped = {{3, seq}};
  call([&] { store_->commit({{promise_.records.back()}, {}, drop}); });
}

void Story::commit(int records) {
  constexpr std::array classes{RecordClass::notice, RecordClass::fault, RecordClass::alarm};
  Commit all;
  for (int i = 0; i < records; ++i) {
    all.records.push_back(diary_->next({classes.at(static_cast<std::size_t>(i) % classes.size())}));
    promise_.records.push_back(all.records.back());
    promise_.states.push_back('w');
  }
  constexpr int counters = 2000;
  promise_.memory = fmt::format(R"({{"held_since":{},"counters":"{}"}})", promise_.records.size(),
                                std::string(counters, 'x'));
  all.memory = promise_.memory;
  call([&] { store_->commit(all); });
}

void Story::accept(std::size_t records) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < promise_.states.size() && ids.size() < records; ++i)
    if (promise_.states[i] == 'w') {
      promise_.states[i] = 'a';
      ids.push_back(static_cast<std::int64_t>(promise_.records[i].seq));
    }
  call([&] { store_->accepted(ids, true, {}); });
}

void Story::receive(Seq records) {
  const std::array ranges{SeqRange{received_ + 1, received_ + records}};
  for (Seq i = 0; i < records; ++i) state(++received_) = 'd';
  call([&] { store_->received(promise_.records.front().epoch, ranges); });
}

void Story::resend(Seq seq) {
  const std::string epoch = promise_.records.front().epoch;
  state(seq) = 'w';
  call([&] { store_->resend(epoch, {seq, seq}); });
  state(seq) = 'd';
  const std::array ranges{SeqRange{seq, seq}};
  call([&] { store_->received(epoch, ranges); });
}

void Story::keep_telemetry() {
  constexpr std::uint64_t values = 10;
  TelemetryStore::Keep keep;
  keep.batches.push_back({++batches_, values, 0, 1000, R"({"values":[]})"});
  keep.share_bytes = 1 << 20;
  promise_.telemetry += values;
  call([&] { store_->keep_telemetry(keep); });
}

Sha256 prev_of(const Record& record) {
  return *from_hex(nlohmann::json::parse(record.bytes).at("prev").get<std::string>());
}

/// What a restart finds on such a disk. Throws where the store does not open or the chain does not hold.
Promise found_on(const Disk::Files& files, const std::filesystem::path& directory) {
  const Disk disk{files};
  Promise found;
  {
    SqliteStore store{directory};
    const StoreHead head = store.open({});
    if (!head.note.empty()) throw StoreError{head.note};
    found.memory = head.memory.value_or("");
    found.telemetry = store.telemetry_standing().values;
    RecordQuery everything;
    everything.limit = 10'000;
    ChainVerifier chain;
    for (StoredRecord& stored : store.query(everything)) {
      if (stored.record.seq > chain.verified() + 1)
        chain = ChainVerifier{stored.record.seq - 1, prev_of(stored.record)};
      if (const auto broken = chain.next(stored.record)) throw StoreError{broken->what};
      found.records.push_back(std::move(stored.record));
    }
    if (!found.records.empty())
      found.dropped = store.holding(found.records.front().epoch, {1, found.records.back().seq}).dropped;
  }
  Database database{directory / "records.sqlite"};
  Statement states{database, "SELECT state FROM record ORDER BY id"};
  while (states.step()) found.states.push_back("wad"[states.integer(0)]);
  return found;
}

}  // namespace liftbox::test
