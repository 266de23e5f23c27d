#include "agent/runtime/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr Duration settle_after{200};
constexpr std::size_t settle_at = 32;
constexpr Duration housekeeping_interval = std::chrono::minutes{1};
constexpr Duration state_at_most_every{500};

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
      snapshots_{parts.snapshots},
      reader_{parts.command_ids},
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

Message Delivery::retained(std::string topic, std::string payload) {
  Message message;
  message.topic = std::move(topic);
  message.payload = std::move(payload);
  message.retained = true;
  return message;
}

void Delivery::report_anew() {
  say(retained("status", hooks_.status(true)));
  say(retained("identity", hooks_.identity()));
  published_state_.clear();
  publish_state();
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
  largest_packet_ = session.maximum_packet_size;
  told_refusal_.clear();
  if (telemetry_ != nullptr) telemetry_->connected(largest_packet_);
  if (snapshots_ != nullptr) snapshots_->connected(largest_packet_);
  hooks_.connection_changed(report());
  report_anew();
}

void Delivery::disconnected(const std::string& reason) {
  report_.error = reason;
  outbox_.disconnected();
  if (telemetry_ != nullptr) telemetry_->disconnected();
  if (snapshots_ != nullptr) snapshots_->disconnected();
  notes_.clear();
  parts_.reset();
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
             [this, epoch = records.back().epoch, newest = records.back().seq](bool /*counted*/) {
               epoch_ = epoch;
               newest_ = newest;
             });
  pump();
  if (alarm) link_.hurry();
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
  } else {
    if (telemetry_ != nullptr) telemetry_->accepted(ticket);
    if (snapshots_ != nullptr) snapshots_->accepted(ticket);
  }
  pump();
}

void Delivery::refused(std::uint64_t ticket, const std::string& reason) {
  ++report_.refused;
  report_.refusal = reason;
  if (told_refusal_ != reason) hooks_.broker_refuses(told_refusal_ = reason);
  outbox_.refused(ticket, now());
  if (telemetry_ != nullptr) telemetry_->refused(ticket);
  if (snapshots_ != nullptr) snapshots_->refused(ticket);
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
  leave_if_it_never_answers();
  published_state_.clear();
  publish_state();
  housekeeping_.arm(housekeeping_interval, [this] { keep_house(); });
}

void Delivery::watch_oldest() {
  if (outbox_.oldest_in_flight() == oldest_) return;
  oldest_ = outbox_.oldest_in_flight();
  oldest_since_ = now();
}

/// It takes what is sent, and the connection lives; only its answers are missing, for ever perhaps.
void Delivery::leave_if_it_never_answers() {
  const auto since = report().unanswered_since;
  if (!since || now() - *since < answers_within) return;
  link_.give_up(fmt::format("it has answered nothing for {} s, {} messages wait for it",
                            std::chrono::duration_cast<std::chrono::seconds>(now() - *since).count(),
                            outbox_.in_flight()));
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
  report_.unanswered_since = report_.in_flight > 0 ? std::optional{oldest_since_} : std::nullopt;
  report_.set_aside = outbox_.set_aside();
  return report_;
}

}  // namespace liftbox
