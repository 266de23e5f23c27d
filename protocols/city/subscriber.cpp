#include "protocols/city/subscriber.hpp"

#include <fmt/format.h>
#include <mqtt/async_client.h>

#include <atomic>
#include <utility>

namespace liftbox::city {
namespace {

using namespace std::chrono_literals;
using property = mqtt::property;

constexpr auto answer_timeout = 10s;
constexpr auto keep_alive = 30s;
constexpr int receive_maximum = 1000;        ///< messages that the broker may have under way to us
constexpr int largest_packet = 1024 * 1024;  ///< bytes
constexpr std::size_t most_outgoing = 20'000;
constexpr int qos = 1;
/// Paho can only pin one version of TLS or none: these suites do not exist before 1.2.
constexpr const char* cipher_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

mqtt::ssl_options tls_options(const Subscriber::Settings& settings) {
  mqtt::ssl_options_builder tls;
  tls.enabled_cipher_suites(cipher_suites).verify(true).enable_server_cert_auth(true);
  tls.trust_store(settings.ca_file);
  if (!settings.cert_file.empty()) tls.key_store(settings.cert_file).private_key(settings.key_file);
  return tls.finalize();
}

mqtt::properties our_limits() {
  mqtt::properties limits;
  limits.add({property::RECEIVE_MAXIMUM, receive_maximum});
  limits.add({property::MAXIMUM_PACKET_SIZE, largest_packet});
  return limits;
}

mqtt::connect_options connect_options(const Subscriber::Settings& settings) {
  mqtt::connect_options_builder options;
  options.mqtt_version(MQTTVERSION_5).clean_start(true).keep_alive_interval(keep_alive);
  options.connect_timeout(answer_timeout).automatic_reconnect(false);
  if (!settings.username.empty()) options.user_name(settings.username).password(settings.password);
  if (settings.broker.starts_with("mqtts")) options.ssl(tls_options(settings));
  return options.finalize();
}

}  // namespace

class Subscriber::Impl final : public mqtt::iaction_listener {
 public:
  Impl(Settings asked, Callbacks wanted) : settings{std::move(asked)}, callbacks{std::move(wanted)} {}

  void make_client() {
    client.reset();
    outgoing = 0;
    client = std::make_unique<mqtt::async_client>(settings.broker, settings.client_id,
                                                  mqtt::create_options(MQTTVERSION_5));
    client->set_connection_lost_handler([this](const std::string& cause) {
      callbacks.lost(cause.empty() ? "the connection was lost" : cause);
    });
    client->set_disconnected_handler([this](const mqtt::properties& /*properties*/, mqtt::ReasonCode code) {
      callbacks.lost("the broker ended the connection: " + mqtt::exception::reason_code_str(code));
    });
    client->set_message_callback([this](const mqtt::const_message_ptr& message) {
      callbacks.letter({message->get_topic(), message->to_string()});
    });
  }

  /// Records and states once among all receivers. What is retained does not come with a shared subscription:
  /// every receiver is told it, and writes the same. Every one hears all parts too, and first: whichever has
  /// the summary puts the record together.
  std::vector<std::string> filters() const {
    const std::string any_box = of_any_box("");
    const std::string shared = "$share/" + settings.group + "/" + any_box;
    return {any_box + "snapshot/+", shared + "record/#", shared + "state", any_box + "identity",
            any_box + "status"};
  }

  std::string of_any_box(const char* below) const { return settings.topic_root + "/+/" + below; }

  /// The retained states, once: their `low` tells what was missed while nobody listened.
  void look_round() {
    subscribe(of_any_box("state"));
    client->unsubscribe(of_any_box("state"))->wait_for(answer_timeout);
  }

  void subscribe(const std::string& filter) {
    const auto token = client->subscribe(filter, qos);
    if (!token->wait_for(answer_timeout)) throw BrokerAway{"no answer to the subscription to " + filter};
    if (token->get_reason_code() >= mqtt::ReasonCode::UNSPECIFIED_ERROR)
      throw BrokerAway{fmt::format("the broker refuses {}; check its access rules", filter)};
  }

  void on_failure(const mqtt::token& /*token*/) override { --outgoing; }
  void on_success(const mqtt::token& /*token*/) override { --outgoing; }

  Settings settings;
  Callbacks callbacks;
  std::atomic<std::size_t> outgoing{0};
  std::unique_ptr<mqtt::async_client> client;  ///< last: its threads end before what they call
};

Subscriber::Subscriber(Settings settings, Callbacks callbacks)
    : impl_{std::make_unique<Impl>(std::move(settings), std::move(callbacks))} {}
Subscriber::~Subscriber() = default;

void Subscriber::connect() {
  try {
    impl_->make_client();
    mqtt::connect_options options = connect_options(impl_->settings);
    // Here, where they stay: a copy of the options in Paho C++ 1.2 points at its original's properties
    // (its issue 444), and a builder's original is gone.
    options.set_properties(our_limits());
    if (!impl_->client->connect(options)->wait_for(answer_timeout + 1s))
      throw BrokerAway{"no answer; is it a broker, and does the network let it through?"};
    for (const std::string& filter : impl_->filters()) impl_->subscribe(filter);
    impl_->look_round();
  } catch (const BrokerAway& away) {
    impl_->client.reset();
    throw BrokerAway{fmt::format("{}: {}", impl_->settings.broker, away.what())};
  } catch (const mqtt::exception& error) {
    impl_->client.reset();
    throw BrokerAway{fmt::format("{}: {}; check address, user and certificate, and that it speaks MQTT 5",
                                 impl_->settings.broker, error.what())};
  }
}

void Subscriber::publish(const std::vector<Command>& commands) {
  for (const Command& command : commands) {
    if (!impl_->client || impl_->outgoing >= most_outgoing) return;
    ++impl_->outgoing;
    try {
      impl_->client->publish(mqtt::make_message(command.topic, command.payload, qos, false), nullptr, *impl_);
    } catch (const mqtt::exception&) {
      --impl_->outgoing;  // the connection is lost: that is told apart
    }
  }
}

void Subscriber::unsubscribe() {
  if (!impl_->client) return;
  try {
    for (const std::string& filter : impl_->filters()) impl_->client->unsubscribe(filter)->wait_for(1s);
  } catch (const mqtt::exception&) {
    // The connection was gone already.
  }
}

void Subscriber::disconnect(Duration limit) {
  if (!impl_->client) return;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  try {
    for (const auto& outstanding : impl_->client->get_pending_delivery_tokens())
      outstanding->wait_until(deadline);
    impl_->client->disconnect()->wait_until(deadline);
  } catch (const mqtt::exception&) {
    // The connection was gone already.
  }
  impl_->client.reset();
}

}  // namespace liftbox::city
