#include "agent/runtime/telemetry_sender.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr Duration store_retry = std::chrono::seconds{5};
constexpr Duration losses_told_every = std::chrono::hours{1};

}  // namespace

TelemetrySender::TelemetrySender(Parts parts, Hooks hooks)
    : parts_{std::move(parts)},
      hooks_{std::move(hooks)},
      queue_{parts_.standing},
      standing_{parts_.standing} {}

TelemetrySender::~TelemetrySender() {
  *alive_ = false;
}

template <class Work, class Then>
void TelemetrySender::with_store(Work work, Then then, std::function<void()> failed) {
  parts_.store_worker.post(
      [this, post = parts_.post, alive = alive_, &store = parts_.store, work, then, failed] {
        try {
          post([this, alive, then, result = work(store)] {
            if (!*alive) return;
            store_error_.clear();
            then(result);
            step();
          });
        } catch (const StoreError& error) {
          post([this, alive, failed, what = std::string{error.what()}] {
            if (!*alive) return;
            store_error_ = what;
            pause_until_ = parts_.now() + store_retry;
            failed();
            arm();
          });
        }
      });
}

void TelemetrySender::send(TelemetryBatch batch) {
  queue_.add(std::move(batch), parts_.now());
  hooks_.wake();
  step();
}

void TelemetrySender::connected(std::uint32_t maximum_packet_size) {
  connected_ = true;
  queue_.connected(maximum_packet_size);
  step();
}

void TelemetrySender::disconnected() {
  connected_ = false;
  queue_.disconnected(parts_.now());
  step();
}

void TelemetrySender::accepted(std::uint64_t ticket) {
  accepted_ += queue_.accepted(ticket);
  step();
}

void TelemetrySender::refused(std::uint64_t ticket) {
  queue_.refused(ticket, parts_.now());
  step();
}

void TelemetrySender::step() {
  const Moment now = parts_.now();
  if (now >= pause_until_) {
    if (const auto page = queue_.wanted()) fetch(*page);
    if (now >= queue_.write_at()) write(queue_.write(now));
    if (const auto ids = queue_.to_remove(); !ids.empty()) remove(ids);
    tell_loss();
  }
  arm();
}

void TelemetrySender::arm() {
  const Moment now = parts_.now();
  Moment next = std::max(queue_.write_at(), pause_until_);
  for (const Moment wish : {pause_until_, queue_.retry_at()})
    if (wish > now) next = std::min(next, wish);
  if (next == never) return parts_.work.cancel();
  parts_.work.arm(std::max(Duration{}, next - now), [this] {
    step();
    hooks_.wake();
  });
}

void TelemetrySender::fetch(const TelemetryQueue::Page& page) {
  with_store(
      [page](TelemetryStore& store) {
        return store.waiting_telemetry(page.after, TelemetryQueue::page_size);
      },
      [this, page](const std::vector<TelemetryBatch>& batches) {
        queue_.fetched(page, batches);
        hooks_.wake();
      },
      [this, page] { queue_.fetch_failed(page); });
}

void TelemetrySender::write(TelemetryStore::Keep keep) {
  keep.share_bytes = parts_.share_bytes;
  const auto shared = std::make_shared<const TelemetryStore::Keep>(std::move(keep));
  with_store([shared](TelemetryStore& store) { return store.keep_telemetry(*shared); },
             [this, shared](const Standing& standing) {
               standing_ = standing;
               queue_.written(*shared);
             },
             [this, shared] { queue_.write_failed(*shared, parts_.now()); });
}

void TelemetrySender::remove(const std::vector<std::int64_t>& ids) {
  with_store([ids](TelemetryStore& store) { return store.telemetry_accepted(ids); },
             [this, ids](const Standing& standing) {
               standing_ = standing;
               queue_.removed(ids);
             },
             [this] { queue_.remove_failed(); });
}

/// One record tells of all that was lost during an outage, when it is over; of a loss that goes on, one an
/// hour.
void TelemetrySender::tell_loss() {
  const Moment now = parts_.now();
  if (!connected_ || standing_.loss.values == 0 || now < told_at_ + losses_told_every) return;
  told_at_ = now;
  const TelemetryLoss loss = std::exchange(standing_.loss, {});
  told_ += loss.values;
  hooks_.tell_loss(loss);
  with_store([loss](TelemetryStore& store) { return store.telemetry_loss_told(loss); },
             [this](const Standing& standing) { standing_ = standing; }, [] {});
}

void TelemetrySender::finish() {
  if (queue_.values_in_memory() > 0 || queue_.lost().values > 0) write(queue_.write(parts_.now(), true));
  if (const auto ids = queue_.to_remove(); !ids.empty()) remove(ids);
}

TelemetryReport TelemetrySender::report() const {
  return {.waiting = queue_.values_in_memory() + standing_.values,
          .stored_bytes = standing_.bytes,
          .accepted = accepted_,
          .lost = told_ + standing_.loss.values + queue_.lost().values,
          .store_error = store_error_};
}

}  // namespace liftbox
