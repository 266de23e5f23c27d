// Fills the store of a box with records that nobody has taken: a week without a network.
// usage: outage_fill DIRECTORY RECORDS      prints the mean size of a record's bytes
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "agent/records/journal.hpp"
#include "agent/storage/sqlite_store.hpp"

using namespace liftbox;

namespace {

constexpr std::size_t in_one_commit = 5000;
constexpr std::int64_t week_ms = std::int64_t{7} * 24 * 3600 * 1000;
constexpr std::int64_t until_ms = 1'767'225'600'000;  // 2026-01-01

Occurrence mode_change(std::size_t number) {
  const bool even = number % 2 == 0;
  Event event{};
  event.type = even ? EventType::mode_inspection : EventType::mode_normal;
  event.evidence = ModeEvidence{even ? ServiceMode::normal : ServiceMode::inspection,
                                even ? ServiceMode::inspection : ServiceMode::normal};
  std::vector<SignalState> snapshot;
  for (const Signal signal : {Signal::door_zone, Signal::door_closed, Signal::floor, Signal::car_position}) {
    SignalState state{};
    state.signal = signal;
    state.value = 1;
    state.quality = Quality::good;
    snapshot.push_back(state);
  }
  return {event, snapshot};
}

std::size_t fill(const std::string& directory, std::size_t records) {
  SqliteStore store{directory};
  const StoreHead head = store.open(Moment{});
  Journal journal{{"outage", "31105101132016060031"}, {}, {head.epoch, head.seq, head.hash}};
  std::size_t bytes = 0;
  Commit commit;
  for (std::size_t i = 0; i < records; ++i) {
    const auto wall =
        until_ms - week_ms + static_cast<std::int64_t>(i) * week_ms / static_cast<std::int64_t>(records);
    commit.records.push_back(journal.write(
        mode_change(i),
        {.now = Moment{}, .wall_ms = wall, .utc_offset_min = 480, .clock = "holdover", .boot = head.epoch}));
    bytes += commit.records.back().bytes.size();
    if (commit.records.size() < in_one_commit && i + 1 < records) continue;
    store.commit(commit);
    commit.records.clear();
  }
  return bytes / records;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: outage_fill DIRECTORY RECORDS\n";
    return EXIT_FAILURE;
  }
  try {
    std::cout << fill(argv[1], std::stoul(argv[2])) << '\n';
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "outage_fill: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
