#include <algorithm>
#include <utility>

#include "agent/records/envelope.hpp"
#include "agent/records/snapshot.hpp"
#include "agent/runtime/delivery.hpp"
#include "agent/runtime/packet_overhead.hpp"

namespace liftbox {
namespace {

constexpr std::size_t most_notes = 64;

}  // namespace

void Delivery::pump() {
  if (!link_.is_up() || stopping_) return;
  offer();
  watch_oldest();
}

void Delivery::offer() {
  const Moment at = now();
  if (!publish_notes()) return;
  while (const auto offer = outbox_.next(at)) {
    publish(*offer);
    if (!publish_notes()) return;
  }
  if (const auto page = outbox_.wanted()) fetch(*page);
  if (const Moment retry = outbox_.next_retry(); retry > at && retry != never)
    retry_.arm(retry - at, [this] { pump(); });
  if (!outbox_.idle()) return;
  if (telemetry_ != nullptr) publish_telemetry();
  if (snapshots_ != nullptr && (telemetry_ == nullptr || !telemetry_->ready())) publish_snapshots();
}

/// False: some wait still, the window is full.
bool Delivery::publish_notes() {
  while (!notes_.empty()) {
    const auto ticket = outbox_.admit();
    if (!ticket) return false;
    notes_.front().ticket = *ticket;
    link_.publish(std::move(notes_.front()));
    notes_.pop_front();
  }
  return publish_parts();
}

bool Delivery::publish_parts() {
  const std::size_t largest = largest_packet_ - std::min(largest_packet_, packet_overhead);
  while (parts_) {
    const auto ticket = outbox_.admit();
    if (!ticket) return false;
    Message message;
    message.topic = "snapshot/" + parts_->bytes.name;
    message.payload = snapshot_part(parts_->bytes, parts_->next, largest);
    message.ticket = *ticket;
    link_.publish(std::move(message));
    if (++parts_->next == snapshot_parts(parts_->bytes, largest)) parts_.reset();
  }
  return true;
}

void Delivery::publish(const Outbox::Offer& offer) {
  Message message = message_of(offer.stored);
  const bool in_parts = largest_packet_ > 0 && message.payload.size() + packet_overhead > largest_packet_;
  if (in_parts) message.payload = summary_envelope(offer.stored.record, low(offer.stored.record));
  message.ticket = offer.ticket;
  link_.publish(std::move(message));
  ++report_.sent;
  if (in_parts) parts_ = InParts{snapshot_of(offer.stored.record)};
}

void Delivery::publish_telemetry() {
  while (telemetry_->ready()) {
    const auto ticket = outbox_.admit();
    if (!ticket) return;
    Message message;
    message.topic = "telemetry";
    message.payload = telemetry_->fly(*ticket);
    message.ticket = *ticket;
    link_.publish(std::move(message));
  }
}

void Delivery::publish_snapshots() {
  while (snapshots_->ready()) {
    const auto ticket = outbox_.admit();
    if (!ticket) return;
    SnapshotSender::Part part = snapshots_->fly(*ticket);
    Message message;
    message.topic = std::move(part.topic);
    message.payload = std::move(part.payload);
    message.ticket = *ticket;
    link_.publish(std::move(message));
  }
}

void Delivery::fetch(const Outbox::Page& page) {
  with_store(
      [page](EventStore& store) { return store.waiting(page.record_class, page.after, Outbox::page_size); },
      [this, page](const std::vector<StoredRecord>& records) {
        outbox_.fetched(page, records);
        pump();
      },
      [this, page] {
        outbox_.fetch_failed(page);
        retry_.arm(store_retry, [this] { pump(); });
      });
}

Message Delivery::message_of(const StoredRecord& stored) const {
  Message message;
  message.topic = "record/" + std::string{name(stored.record.record_class)};
  message.payload = envelope(stored.record, low(stored.record));
  message.user_properties.emplace_back("low", std::to_string(low(stored.record)));
  return message;
}

/// Of an older epoch all below the record was received, unless the store knows better.
Seq Delivery::low(const Record& record) const {
  if (record.epoch == epoch_ || epoch_.empty()) return low();
  const auto older = report_.store.old_low.find(record.epoch);
  return older != report_.store.old_low.end() ? std::min(older->second, record.seq) : record.seq;
}

/// What is retained replaces an older one that still waits.
void Delivery::say(Message message) {
  if (!link_.is_up()) return;
  const auto older = std::find_if(notes_.begin(), notes_.end(), [&](const Message& note) {
    return message.retained && note.topic == message.topic;
  });
  if (older != notes_.end())
    *older = std::move(message);
  else if (notes_.size() < most_notes)
    notes_.push_back(std::move(message));
  pump();
}

}  // namespace liftbox
