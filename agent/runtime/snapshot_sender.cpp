#include "agent/runtime/snapshot_sender.hpp"

#include <algorithm>
#include <utility>

#include "agent/records/compressed.hpp"
#include "agent/runtime/packet_overhead.hpp"

namespace liftbox {
namespace {

constexpr Duration pause = std::chrono::minutes{1};
constexpr std::size_t most_remembered = 256;
constexpr std::size_t most_unkept = 2;

}  // namespace

SnapshotSender::SnapshotSender(Parts parts, Wake wake) : parts_{std::move(parts)}, wake_{std::move(wake)} {}

SnapshotSender::~SnapshotSender() {
  *alive_ = false;
}

template <class Work, class Then>
void SnapshotSender::with_store(Work work, Then then, std::function<void()> failed) {
  parts_.store_worker.post(
      [this, post = parts_.post, alive = alive_, &store = parts_.store, work, then, failed] {
        try {
          post([this, alive, then, result = work(store)] {
            if (!*alive) return;
            trouble_.clear();
            then(result);
          });
        } catch (const StoreError& error) {
          post([this, alive, failed, what = std::string{error.what()}] {
            if (!*alive) return;
            trouble_ = what;
            failed();
          });
        }
      });
}

void SnapshotSender::take(std::span<const Reading> readings, const CarState& car) {
  recorder_.take(readings, car, parts_.now());
}

void SnapshotSender::alarm(const std::string& name, Moment at) {
  if (is_open(name) || kept_.contains(name) || open_.size() >= most_open || !is_snapshot_name(name)) return;
  open_.push_back({name, recorder_.begins(at - before), at + after});
  keep(open_.back(), false);
  arm();
}

bool SnapshotSender::is_open(const std::string& name) const {
  return std::any_of(open_.begin(), open_.end(), [&](const While& one) { return one.name == name; });
}

void SnapshotSender::keep(const While& seen, bool complete) {
  Snapshot about{
      seen.name, parts_.wall(seen.from), parts_.wall(std::min(seen.upto, parts_.now())), complete, {}};
  const auto whole = std::make_shared<Snapshot>(about);
  const std::string trace =
      recorder_.trace(seen.from, std::min(seen.upto, parts_.now()), about.from, snapshot_remark(about));
  const auto send = [this, complete] {
    may_wait_ = may_wait_ || complete;
    fetch();
  };
  with_store(
      [whole, trace](SnapshotStore& store) {
        whole->trace = compress(trace);
        store.keep_snapshot(*whole);
        return true;
      },
      [send](bool /*kept*/) { send(); },
      [this, whole, complete, send] {
        if (complete && unkept_.size() < most_unkept) unkept_.push_back(*whole);
        send();
      });
}

void SnapshotSender::close_what_is_over() {
  const Moment now = parts_.now();
  const auto over =
      std::stable_partition(open_.begin(), open_.end(), [now](const While& one) { return one.upto > now; });
  const std::vector<While> closed{over, open_.end()};
  open_.erase(over, open_.end());
  for (const While& one : closed) {
    if (kept_.size() >= most_remembered) kept_.clear();
    kept_.insert(one.name);
    keep(one, true);
  }
  arm();
}

/// One timer for all, and nothing that an open while needs is forgotten.
void SnapshotSender::arm() {
  if (open_.empty()) {
    recorder_.keep_from({});
    parts_.due.cancel();
    return;
  }
  Moment from = never;
  Moment upto = never;
  for (const While& one : open_) {
    from = std::min(from, one.from);
    upto = std::min(upto, one.upto);
  }
  recorder_.keep_from(from);
  parts_.due.arm(std::max(Duration{}, upto - parts_.now()), [this] { close_what_is_over(); });
}

void SnapshotSender::resend(const std::string& name, std::function<void(bool)> then) {
  with_store([name](SnapshotStore& store) { return store.resend_snapshot(name); },
             [this, then](bool there) {
               then(there);
               may_wait_ = may_wait_ || there;
               fetch();
             },
             [then] { then(false); });
}

void SnapshotSender::finish() {
  for (const While& one : std::exchange(open_, {})) keep(one, false);
  parts_.due.cancel();
}

void SnapshotSender::connected(std::uint32_t maximum_packet_size) {
  connected_ = true;
  largest_ = largest_part;
  if (maximum_packet_size > 0)
    largest_ =
        std::min(largest_, maximum_packet_size - std::min<std::size_t>(packet_overhead, maximum_packet_size));
  fetch();
}

/// All its parts are sent anew on the next connection: who has some of them drops what it has.
void SnapshotSender::disconnected() {
  connected_ = false;
  may_wait_ = may_wait_ || sending_.has_value();
  sending_.reset();
}

void SnapshotSender::fetch() {
  if (!connected_ || sending_ || fetching_ || parts_.now() < pause_until_) return;
  if (!unkept_.empty()) return send(unkept_.front());
  if (!may_wait_) return;
  fetching_ = true;
  with_store([](SnapshotStore& store) { return store.waiting_snapshot(); },
             [this](const std::optional<Snapshot>& found) {
               fetching_ = false;
               may_wait_ = found && !is_open(found->name);
               if (may_wait_ && connected_ && !sending_) send(*found);
             },
             [this] {
               fetching_ = false;
               wait();
             });
}

void SnapshotSender::send(const Snapshot& snapshot) {
  sending_ = Sending{snapshot, snapshot_parts(snapshot, largest_), 0, 0, {}};
  wake_();
}

void SnapshotSender::wait() {
  pause_until_ = parts_.now() + pause;
  parts_.retry.arm(pause, [this] { fetch(); });
}

bool SnapshotSender::ready() const {
  return sending_ && sending_->next < sending_->parts && sending_->in_flight.size() < most_in_flight &&
         parts_.now() >= pause_until_;
}

SnapshotSender::Part SnapshotSender::fly(std::uint64_t ticket) {
  sending_->in_flight.insert(ticket);
  return {"snapshot/" + sending_->snapshot.name,
          snapshot_part(sending_->snapshot, sending_->next++, largest_)};
}

void SnapshotSender::accepted(std::uint64_t ticket) {
  if (!sending_ || sending_->in_flight.erase(ticket) == 0) return;
  if (++sending_->accepted == sending_->parts) sent();
}

void SnapshotSender::sent() {
  const std::string name = std::exchange(sending_, {})->snapshot.name;
  if (!unkept_.empty() && unkept_.front().name == name) {
    unkept_.pop_front();
    return fetch();
  }
  with_store(
      [name](SnapshotStore& store) {
        store.snapshot_sent(name);
        return true;
      },
      [this](bool /*done*/) {
        may_wait_ = true;
        fetch();
      },
      [this] { wait(); });
}

/// What the broker refuses of one part it would of the next: all of it waits.
void SnapshotSender::refused(std::uint64_t ticket) {
  if (!sending_ || !sending_->in_flight.contains(ticket)) return;
  sending_.reset();
  may_wait_ = true;
  wait();
}

}  // namespace liftbox
