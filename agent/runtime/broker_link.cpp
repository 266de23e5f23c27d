#include "agent/runtime/broker_link.hpp"

#include <utility>

namespace liftbox {

BrokerLink::BrokerLink(Parts parts, Listener listener)
    : parts_{std::move(parts)}, listener_{std::move(listener)}, since_{listener_.now()} {
  listen();
}

BrokerLink::~BrokerLink() {
  *alive_ = false;
}

/// The publisher's callbacks come from any thread: each posts one line to the agent's.
void BrokerLink::listen() {
  const auto on_agent = [post = parts_.post, alive = alive_](auto then) {
    return [post, alive, then](auto... what) {
      post([alive, then, what...] {
        if (*alive) then(what...);
      });
    };
  };
  parts_.publisher.listen(
      {.lost = on_agent([this](const std::string& reason) { lost(reason); }),
       .accepted = on_agent([this](std::uint64_t ticket) { listener_.accepted(ticket); }),
       .refused = on_agent([this](std::uint64_t ticket, int code, const std::string& reason) {
         listener_.refused(ticket, reason + " (" + std::to_string(code) + ")");
       }),
       .command = on_agent([this](const InboundCommand& command) { listener_.command(command); })});
}

void BrokerLink::connect() {
  if (phase_ != Phase::down) return;
  phase_ = Phase::connecting;
  retry_at_.reset();
  parts_.worker.post(
      [this, alive = alive_, post = parts_.post, &publisher = parts_.publisher, will = listener_.will()] {
        try {
          post([this, alive, session = publisher.connect(will)] {
            if (*alive) connected(session);
          });
        } catch (const PublishError& error) {
          post([this, alive, reason = std::string{error.what()}] {
            if (*alive && phase_ == Phase::connecting) go_down(reason);
          });
        }
      });
}

void BrokerLink::connected(const BrokerSession& session) {
  if (phase_ != Phase::connecting) return;
  phase_ = Phase::up;
  since_ = listener_.now();
  listener_.up(session);
}

/// Paho tells some losses twice, and the messages on their way tell it too: only the first counts.
void BrokerLink::lost(const std::string& reason) {
  if (phase_ != Phase::up) return;
  const Moment now = listener_.now();
  if (now - since_ >= lasting) parts_.back_off.reset();
  since_ = now;
  go_down(reason);
}

void BrokerLink::give_up(const std::string& reason) {
  if (phase_ != Phase::up) return;
  parts_.worker.post([&publisher = parts_.publisher] { publisher.disconnect(Duration{0}); });
  since_ = listener_.now();
  go_down(reason);
}

void BrokerLink::go_down(const std::string& reason) {
  phase_ = Phase::down;
  try_again_in(parts_.back_off.next());
  if (listener_.now() < urgent_until_) try_soon();
  listener_.down(reason);
}

void BrokerLink::try_again_in(Duration wait) {
  retry_at_ = listener_.now() + wait;
  parts_.reconnect.arm(wait, [this] { connect(); });
}

void BrokerLink::hurry() {
  urgent_until_ = listener_.now() + urgent_for;
  try_soon();
}

void BrokerLink::try_soon() {
  if (retry_at_ && *retry_at_ - listener_.now() > BackOff::hurry_within)
    try_again_in(parts_.back_off.hurried());
}

void BrokerLink::renew() {
  try_soon();
  if (phase_ == Phase::up) parts_.reconnect.arm(parts_.back_off.hurried(), [this] { begin_again(); });
}

void BrokerLink::begin_again() {
  constexpr Duration goodbye{2'000};
  phase_ = Phase::renewing;
  since_ = listener_.now();
  parts_.worker.post([this, alive = alive_, post = parts_.post, &publisher = parts_.publisher, goodbye] {
    publisher.disconnect(goodbye);
    post([this, alive] {
      if (!*alive || phase_ != Phase::renewing) return;
      phase_ = Phase::down;
      listener_.down("certificates have changed, connecting again");
      connect();
    });
  });
}

void BrokerLink::publish(Message message) {
  parts_.worker.post([this, alive = alive_, post = parts_.post, &publisher = parts_.publisher,
                      message = std::move(message)] {
    try {
      publisher.publish(message);
    } catch (const PublishError& error) {
      post([this, alive, reason = std::string{error.what()}] {
        if (*alive) lost(reason);
      });
    }
  });
}

void BrokerLink::stop(Duration limit) {
  phase_ = Phase::stopped;
  retry_at_.reset();
  parts_.reconnect.cancel();
  parts_.worker.post([&publisher = parts_.publisher, limit] { publisher.disconnect(limit); });
}

}  // namespace liftbox
