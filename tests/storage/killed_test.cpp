#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <random>

#include "agent/records/chain.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

constexpr int patience_ms = 20'000;

/// Commits one to three records at a time, the memory saying which was the last, and tells each last one once
/// it is durable. Never returns: it is killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& directory, int tell) {
  try {
    SqliteStore store{directory};
    const StoreHead head = store.open({});
    Diary diary{head};
    for (Seq seq = head.seq;;) {
      Commit commit;
      for (Seq i = 0; i <= seq % 3; ++i) commit.records.push_back(diary.next());
      seq = commit.records.back().seq;
      commit.memory = std::to_string(seq);
      store.commit(commit);
      if (::write(tell, &seq, sizeof seq) != sizeof seq) break;
    }
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
  }
  ::_exit(1);
}

/// Kills a writer with -9 once it has told `tellings` commits; what it told last, and whether it died of
/// that.
struct Killed {
  Seq told = 0;
  bool by_us = false;
};
Killed kill_after(const std::filesystem::path& directory, int tellings) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t writer = ::fork();
  REQUIRE(writer >= 0);
  if (writer == 0) {
    ::close(pipe[0]);
    write_until_killed(directory, pipe[1]);
  }
  ::close(pipe[1]);
  Killed killed;
  const auto hear = [&] {
    pollfd ready{pipe[0], POLLIN, 0};
    Seq seq = 0;
    if (::poll(&ready, 1, patience_ms) != 1 || ::read(pipe[0], &seq, sizeof seq) != sizeof seq) return false;
    killed.told = seq;
    return true;
  };
  while (tellings > 0 && hear()) --tellings;
  ::kill(writer, SIGKILL);
  while (hear()) {
  }
  int status = 0;
  ::waitpid(writer, &status, 0);
  ::close(pipe[0]);
  killed.by_us = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  return killed;
}

}  // namespace

TEST_CASE(
    "a daemon killed while it commits loses nothing it has confirmed, and keeps memory and records "
    "together") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random{seed};
  std::uniform_int_distribution<int> tellings{0, 30};
  const TemporaryDirectory directory;
  Seq before = 0;
  for (int kill = 0; kill < 10; ++kill) {
    CAPTURE(kill);
    const Killed killed = kill_after(directory.path(), tellings(random));
    REQUIRE(killed.by_us);

    SqliteStore store{directory.path()};
    const StoreHead head = store.open({});
    REQUIRE(head.seq >= std::max(killed.told, before));
    REQUIRE(head.memory.value_or("0") == std::to_string(head.seq));
    ChainVerifier chain;
    for (Seq seq = 1; seq <= head.seq; ++seq) {
      const auto found = store.find(head.epoch, seq);
      REQUIRE(found);
      REQUIRE_FALSE(chain.next(found->record));
    }
    REQUIRE(store.counts().by_class.at(2).waiting == head.seq);
    before = head.seq;
  }
  CHECK(before > 0);
}
