#include "protocols/city/receiver.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <random>
#include <utility>

#include "protocols/city/attempts.hpp"
#include "protocols/city/broker_side.hpp"
#include "protocols/city/intake.hpp"
#include "protocols/city/parts.hpp"

namespace liftbox::city {
namespace {

using namespace std::chrono_literals;

constexpr Duration parting = 5s;
constexpr Duration report_interval = 1min;
constexpr Duration months_interval = 1h;
constexpr Duration shortest_round = 500ms;
constexpr Duration longest_round = 10s;
constexpr std::size_t most_unread = 20'000;  ///< messages between Paho's thread and ours

}  // namespace

class Receiver::Impl {
 public:
  Impl(Settings asked, boost::asio::io_context& context, const Clock& the_clock)
      : settings{std::move(asked)},
        io{context},
        clock{the_clock},
        parts{settings.broker.topic_root},
        intake{settings.backlog_bytes},
        writer{settings.broker.topic_root, settings.by, clock},
        database{settings.database},
        broker{settings.broker, io, [this](Letter letter) { hear(std::move(letter)); }} {}

  /// On a thread of Paho's.
  void hear(Letter letter) {
    if (unread >= most_unread) {
      ++overflowed;
      return;
    }
    ++unread;
    post([this, letter = std::move(letter)]() mutable {
      --unread;
      if (auto read = parts.take(std::move(letter)))
        intake.take(std::move(*read), clock.wall().time_since_epoch().count());
      pump();
    });
  }

  /// Does this on the database's Worker, then that here with what it gave.
  template <class Work, class Then>
  void with_database(Work work, Then then) {
    state = State::busy;
    worker.post([this, work = std::move(work), then = std::move(then)] {
      try {
        post([this, then, result = work()] {
          state = State::idle;
          then(result);
          pump();
        });
      } catch (const DatabaseAway& gone) {
        post([this, why = std::string{gone.what()}] { away(why); });
      } catch (const DatabaseMisfit& misfit) {
        post([this, why = std::string{misfit.what()}] { give_up(why); });
      }
    });
  }

  void open_database() {
    with_database(
        [this] {
          database.open();
          return true;
        },
        [this](bool) { opened(); });
  }

  /// Database first: nothing is asked of the broker before it can be kept.
  void opened() {
    spdlog::info("database: ready");
    back_off.reset();
    if (std::exchange(broker_wanted, true)) return;
    broker.open();
    go_round();
  }

  void away(const std::string& why) {
    const Duration wait = std::min(longest_wait, back_off.next());
    spdlog::warn("{}; again in {} ms, {} KiB wait", why, wait.count(), intake.bytes() / 1024);
    state = State::away;
    again.arm(wait, [this] { open_database(); });
  }

  void give_up(const std::string& why) {
    spdlog::error("{}", why);
    is_misfit = true;
    io.stop();
  }

  /// What has come while the last batch was written is the next one.
  void pump() {
    if (state != State::idle) return;
    if (!under_way && !intake.empty()) under_way = std::make_shared<const Batch>(intake.next());
    if (!under_way) return end_if_stopping();
    with_database([this, batch = under_way] { return database.commit(*batch); },
                  [this](const Committed& done) { committed(done); });
  }

  void committed(const Committed& done) {
    under_way.reset();
    fresh += done.fresh;
    repeats += done.repeats;
    dead += done.dead;
    ++batches;
    for (const std::string& line : done.set_aside) spdlog::error("{}", line);
    tell({done.receipts, {}});
  }

  void tell(const Owed& owed) {
    std::vector<Command> commands;
    for (const Receipt& receipt : owed.receipts)
      for (Command& command : writer.receipt(receipt)) commands.push_back(std::move(command));
    for (const Request& request : owed.requests) commands.push_back(writer.resend(request));
    broker.publish(std::move(commands));
  }

  /// What comes round: questions for what is missing, months ahead, a line for the log.
  void go_round() {
    const Duration interval =
        std::clamp(Duration{settings.database.patience_s * 250}, shortest_round, longest_round);
    round.arm(interval, [this] { go_round(); });
    if (state != State::idle || !broker.connected()) return;
    const Moment now = clock.now();
    if (now - reported >= report_interval) report(now);
    const bool months_due = now - months_made >= months_interval;
    if (months_due) months_made = now;
    with_database(
        [this, months_due] {
          if (months_due) database.make_months_ahead();
          return database.take_owed();
        },
        [this](const Owed& owed) { ask(owed); });
  }

  void ask(const Owed& owed) {
    for (const Request& request : owed.requests)
      spdlog::info("{} {}: asked for {} to {}", request.diary.device, request.diary.epoch, request.range.from,
                   request.range.upto);
    tell(owed);
  }

  void report(Moment now) {
    reported = now;
    if (batches == 0 && overflowed == 0) return;
    spdlog::info("{} records in {} batches, {} repeats, {} dead letters; let go since the start: {}", fresh,
                 batches, repeats, dead, intake.let_go() + overflowed + parts.given_up());
    fresh = repeats = dead = batches = 0;
  }

  void stop() {
    if (std::exchange(stopping, true)) return;
    parting_time.arm(parting, [this] { io.stop(); });
    broker.fall_silent([this] {
      quiet = true;
      pump();
    });
  }

  /// All that has come is written: a last word to the boxes.
  void end_if_stopping() {
    if (std::exchange(quiet, false)) broker.leave([this] { io.stop(); });
  }

  enum class State : std::uint8_t { away, idle, busy };

  Settings settings;
  boost::asio::io_context& io;
  const Clock& clock;
  Post post = post_to(io);
  State state = State::away;  ///< of the database
  Timer again{io}, round{io}, parting_time{io};
  BackOff back_off{std::random_device{}()};
  std::atomic<std::size_t> unread{0}, overflowed{0};
  std::size_t fresh = 0, repeats = 0, dead = 0, batches = 0;  ///< since the last report
  Moment months_made = clock.now(), reported = clock.now();
  bool broker_wanted = false, stopping = false, quiet = false, is_misfit = false;
  Parts parts;
  Intake intake;
  std::shared_ptr<const Batch> under_way;  ///< being written, or waiting for the database
  CommandWriter writer;
  Database database;
  BrokerSide broker;
  Worker worker{"database", worker_queue};  ///< last: it ends before what it uses
};

Receiver::Receiver(Settings settings, boost::asio::io_context& io, const Clock& clock)
    : impl_{std::make_unique<Impl>(std::move(settings), io, clock)} {}
Receiver::~Receiver() = default;

void Receiver::start() {
  impl_->open_database();
}
void Receiver::stop() {
  impl_->stop();
}
bool Receiver::misfit() const {
  return impl_->is_misfit;
}

}  // namespace liftbox::city
