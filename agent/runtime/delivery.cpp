#include "agent/runtime/delivery.hpp"

#include <algorithm>
#include <utility>

#include "agent/records/envelope.hpp"

namespace liftbox {
namespace {

constexpr Duration settle_after{200};
constexpr std::size_t settle_at = 32;
constexpr Duration store_retry = std::chrono::seconds{5};
constexpr Duration housekeeping_interval = std::chrono::minutes{1};
constexpr Duration state_at_most_every{500};
constexpr std::size_t most_notes = 64;

Message retained(std::string topic, std::string payload) {
  Message message;
  message.topic = std::move(topic);
  message.payload = std::move(payload);
  message.retained = true;
  return message;
}

}  // namespace

Delivery::Delivery(Settings settings, Parts parts, Hooks hooks)
    : settings_{std::move(settings)},
      hooks_{std::move(hooks)},
      store_{parts.store},
      store_worker_{parts.store_worker},
      post_{parts.post},
      settle_timer_{std::move(parts.settle)},
      retry_{std::move(parts.retry)},
      housekeeping_{std::move(parts.housekeeping)},
      state_timer_{std::move(parts.state)},
      telemetry_{parts.telemetry},
      link_{{.publisher = parts.publisher,
             .worker = parts.mqtt_worker,
             .post = parts.post,
             .reconnect = std::move(parts.reconnect),
             .back_off = parts.back_off},
            listener()} {}

Delivery::~Delivery() {
  *alive_ = false;
}

BrokerLink::Listener Delivery::listener() {
  return {.now = [this] { return now(); },
          .will = [this] { return retained("status", hooks_.status(false)); },
          .up = [this](const BrokerSession& session) { connected(session); },
          .down = [this](const std::string& reason) { disconnected(reason); },
          .accepted = [this](std::uint64_t ticket) { accepted(ticket); },
          .refused = [this](std::uint64_t ticket, const std::string& reason) { refused(ticket, reason); },
          .command = [this](const InboundCommand& inbound) { command(inbound); }};
}

void Delivery::start() {
  keep_house();
  link_.connect();
}

void Delivery::stop(Duration limit) {
  stopping_ = true;
  if (!settling_.empty()) settle();
  if (link_.is_up()) link_.publish(retained("status", hooks_.status(false)));
  link_.stop(limit);
}

void Delivery::connected(const BrokerSession& session) {
  report_.broker = session.broker;
  report_.mqtt5 = session.mqtt5;
  report_.error = session.withheld;
  outbox_.connected(std::min<std::size_t>(settings_.window, session.receive_maximum));
  if (telemetry_ != nullptr) telemetry_->connected(session.maximum_packet_size);
  hooks_.connection_changed(report());
  say(retained("status", hooks_.status(true)));
  say(retained("identity", hooks_.identity()));
  published_state_.clear();
  publish_state();
}

void Delivery::disconnected(const std::string& reason) {
  report_.error = reason;
  outbox_.disconnected();
  if (telemetry_ != nullptr) telemetry_->disconnected();
  notes_.clear();
  hooks_.connection_changed(report());
}

void Delivery::committed(const std::vector<Record>& records) {
  if (records.empty()) return;
  bool alarm = false;
  for (const Record& record : records) {
    outbox_.committed(record.record_class);
    alarm = alarm || record.record_class == RecordClass::alarm;
  }
  with_store([](EventStore& /*store*/) { return true; },
             [this, newest = records.back().seq](bool /*counted*/) { newest_ = newest; });
  pump();
  if (alarm) link_.hurry();
}

void Delivery::pump() {
  if (!link_.is_up() || stopping_) return;
  const Moment at = now();
  while (!notes_.empty()) {
    const auto ticket = outbox_.admit();
    if (!ticket) return;
    notes_.front().ticket = *ticket;
    link_.publish(std::move(notes_.front()));
    notes_.pop_front();
  }
  while (const auto offer = outbox_.next(at)) {
    Message message = message_of(offer->stored);
    message.ticket = offer->ticket;
    link_.publish(std::move(message));
    ++report_.sent;
  }
  if (const auto page = outbox_.wanted()) fetch(*page);
  if (const Moment retry = outbox_.next_retry(); retry > at && retry != never)
    retry_.arm(retry - at, [this] { pump(); });
  if (telemetry_ != nullptr && outbox_.idle()) publish_telemetry();
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
  message.payload = envelope(stored.record, low());
  message.user_properties.emplace_back("low", std::to_string(low()));
  return message;
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

void Delivery::repeat(const std::string& epoch, Seq seq) {
  if (!link_.is_up()) return;  // it waits in the outbox, or is repeated in a minute
  with_store([epoch, seq](EventStore& store) { return store.find(epoch, seq); },
             [this](const std::optional<StoredRecord>& stored) {
               if (!stored) return;
               Message message = message_of(*stored);
               message.user_properties.emplace_back("repeat", "1");
               say(std::move(message));
             });
}

void Delivery::accepted(std::uint64_t ticket) {
  if (const auto id = outbox_.accepted(ticket)) {
    ++report_.accepted;
    settling_.push_back(*id);
    if (settling_.size() == 1) settle_timer_.arm(settle_after, [this] { settle(); });
    if (settling_.size() == settle_at) settle();
  } else if (telemetry_ != nullptr) {
    telemetry_->accepted(ticket);
  }
  pump();
}

void Delivery::refused(std::uint64_t ticket, const std::string& reason) {
  ++report_.refused;
  report_.refusal = reason;
  outbox_.refused(ticket, now());
  if (telemetry_ != nullptr) telemetry_->refused(ticket);
  pump();
}

/// Tells the store what the broker accepted, several at once: one sync of the flash.
void Delivery::settle() {
  if (settling_.empty()) return;
  const auto ids = std::make_shared<const std::vector<std::int64_t>>(std::exchange(settling_, {}));
  with_store(
      [ids, receipts = settings_.receipts, at = now()](EventStore& store) {
        store.accepted(*ids, receipts, at);
        return true;
      },
      [this, ids](bool /*done*/) {
        outbox_.settled(*ids);
        pump();
      },
      [this, ids] {
        settling_.insert(settling_.begin(), ids->begin(), ids->end());
        settle_timer_.arm(store_retry, [this] { settle(); });
      });
}

void Delivery::keep_house() {
  with_store([at = now()](EventStore& store) { return store.requeue_overdue(at); },
             [this](std::size_t again) {
               if (again > 0) outbox_.rewind();
               pump();
             });
  published_state_.clear();
  publish_state();
  housekeeping_.arm(housekeeping_interval, [this] { keep_house(); });
}

void Delivery::state_changed() {
  if (state_armed_ || !link_.is_up()) return;
  state_armed_ = true;
  const Duration wait = state_published_ + state_at_most_every - now();
  state_timer_.arm(std::max(Duration{}, wait), [this] { publish_state(); });
}

void Delivery::identity_changed() {
  say(retained("identity", hooks_.identity()));
}

void Delivery::publish_state() {
  state_armed_ = false;
  if (!link_.is_up() || stopping_) return;
  StateText state = hooks_.state(low());
  if (state.content == published_state_) return;
  published_state_ = std::move(state.content);
  state_published_ = now();
  say(retained("state", std::move(state.payload)));
}

const DeliveryReport& Delivery::report() {
  report_.connected = link_.is_up();
  report_.since = link_.since();
  report_.retry_at = link_.retry_at();
  report_.in_flight = outbox_.in_flight();
  report_.set_aside = outbox_.set_aside();
  return report_;
}

}  // namespace liftbox
