#include "protocols/mqtt/paho_publisher.hpp"

#include <fmt/format.h>
#include <mqtt/async_client.h>

#include <utility>

#include "protocols/mqtt/paho_message.hpp"
#include "protocols/mqtt/paho_options.hpp"
#include "protocols/mqtt/tls.hpp"

namespace liftbox::mqtt {
namespace {

constexpr std::chrono::seconds answer_timeout{5};
constexpr int unsupported_version = 0x84;  // MQTT 5, CONNACK reason code
constexpr int unacceptable_version = 1;    // MQTT 3.1.1, CONNACK return code
constexpr int packet_too_large = 0x95;     // MQTT 5 reason code
constexpr int first_failure_code = 0x80;   // MQTT 5: reason codes from here on are failures
constexpr int session_taken_over = 0x8e;

/// Carried through Paho's `void*` as a number: Paho never looks at it.
void* as_context(std::uint64_t ticket) {
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(ticket));  // NOLINT(performance-no-int-to-ptr)
}
std::uint64_t as_ticket(const ::mqtt::token& token) {
  return reinterpret_cast<std::uintptr_t>(token.get_user_context());
}

/// Until the broker has answered, with yes or no.
void wait_for(::mqtt::token& token, std::chrono::steady_clock::time_point deadline) {
  try {
    token.wait_until(deadline);
  } catch (const ::mqtt::exception&) {
    // With no: who waits for this message has been told.
  }
}

std::string why_ended(int code) {
  if (code == session_taken_over) return "another box connected to the broker with the same device name";
  return "the broker ended the connection: " + ::mqtt::exception::reason_code_str(code);
}

}  // namespace

class PahoPublisher::Impl final : public ::mqtt::iaction_listener {
 public:
  Impl(Settings asked, const Clock& clock)
      : settings{std::move(asked)},
        tls{settings, clock},
        v5{settings.version != Version::v3_1_1},
        keep_alive{settings.keep_alive} {}

  BrokerSession connect(const Message& will) {
    BrokerSession session = open(will);
    if (wants_other_keep_alive()) {
      keep_alive = server_keep_alive;
      client->disconnect()->wait_for(answer_timeout);
      session = open(will);
    }
    session.withheld = subscribe();
    return session;
  }

  BrokerSession open(const Message& will) {
    make_client();
    const Attempt attempt{v5, keep_alive, settings.tls ? tls.take_up() : TlsFiles{}};
    const auto token = client->connect(connect_options(settings, attempt, *to_paho(will)));
    if (!token->wait_for(settings.connect_timeout + std::chrono::seconds{1}))
      throw PublishError{
          fmt::format("{}: no answer within {} s; is it a broker, and does the network let it through?",
                      uri(settings), settings.connect_timeout.count())};
    BrokerSession session = granted(token->get_connect_response().get_properties());
    session.mqtt5 = v5;
    session.broker = uri(settings);
    return session;
  }

  void make_client() {
    client.reset();
    client = std::make_unique<::mqtt::async_client>(
        uri(settings), settings.device, ::mqtt::create_options(v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1));
    client->set_connection_lost_handler([this](const std::string& cause) {
      callbacks.lost(cause.empty() ? "the connection to the broker was lost" : cause);
    });
    client->set_disconnected_handler([this](const ::mqtt::properties& /*properties*/,
                                            ::mqtt::ReasonCode code) { callbacks.lost(why_ended(code)); });
    client->set_message_callback([this](const ::mqtt::const_message_ptr& message) {
      if (auto command = to_command(*message, topic("cmd/"))) callbacks.command(std::move(*command));
    });
  }

  BrokerSession granted(const ::mqtt::properties& properties) {
    using property = ::mqtt::property;
    BrokerSession session;
    if (properties.contains(property::RECEIVE_MAXIMUM))
      session.receive_maximum = ::mqtt::get<std::uint16_t>(properties, property::RECEIVE_MAXIMUM);
    if (properties.contains(property::MAXIMUM_PACKET_SIZE))
      session.maximum_packet_size = ::mqtt::get<std::uint32_t>(properties, property::MAXIMUM_PACKET_SIZE);
    server_keep_alive = std::chrono::seconds{0};
    if (properties.contains(property::SERVER_KEEP_ALIVE))
      server_keep_alive =
          std::chrono::seconds{::mqtt::get<std::uint16_t>(properties, property::SERVER_KEEP_ALIVE)};
    maximum_packet_size = session.maximum_packet_size;
    return session;
  }

  /// Paho ignores the broker's keep-alive: with a shorter one we must connect again, with that. 0 means that
  /// the broker does not watch; we do all the same.
  bool wants_other_keep_alive() const {
    return server_keep_alive > std::chrono::seconds{0} && server_keep_alive < keep_alive;
  }

  /// Returns what the broker withholds. Records are published all the same. A command that was sent retained
  /// must be seen as such, also by those who listen when it is sent.
  std::string subscribe() const {
    constexpr bool no_local = false;
    constexpr bool retain_as_published = true;
    const auto options =
        v5 ? ::mqtt::subscribe_options{no_local, retain_as_published} : ::mqtt::subscribe_options{};
    try {
      if (client->subscribe(topic("cmd/#"), 1, options)->wait_for(answer_timeout)) return {};
    } catch (const ::mqtt::exception& error) {
      if (!client->is_connected()) throw;
      return fmt::format("no receipts and commands: the broker refuses {} ({}); check its access rules",
                         topic("cmd/#"), error.what());
    }
    throw PublishError{
        fmt::format("{}: no answer to the subscription within {} s", uri(settings), answer_timeout.count())};
  }

  /// Paho gives what the broker answered to CONNECT as return code, whatever the version.
  bool falls_back(const ::mqtt::exception& error) const {
    const int code = error.get_return_code();
    return settings.version == Version::automatic && v5 &&
           (code == unsupported_version || code == unacceptable_version);
  }

  std::string why_failed(const ::mqtt::exception& error) const {
    const bool answered = error.get_return_code() >= 0;  // by a broker, with no
    if (settings.tls && !answered)
      if (const std::string reason = tls.why_refused(); !reason.empty())
        return fmt::format("{}: {}", uri(settings), reason);
    return explain(settings, error.get_return_code(), error.get_reason_code(), error.what());
  }

  std::string topic(const std::string& below) const {
    return settings.topic_root + "/" + settings.device + "/" + below;
  }

  ::mqtt::message_ptr to_paho(const Message& message) const {
    return mqtt::to_paho(message, message.absolute ? message.topic : topic(message.topic), v5);
  }

  /// What fails because the connection went is not refused: `lost` speaks of it.
  void on_failure(const ::mqtt::token& token) override {
    const int code = token.get_reason_code();
    if (v5 && code >= first_failure_code)
      callbacks.refused(as_ticket(token), code, ::mqtt::exception::reason_code_str(code));
  }
  void on_success(const ::mqtt::token& token) override {
    const int code = token.get_reason_code();
    if (v5 && code >= first_failure_code)
      callbacks.refused(as_ticket(token), code, ::mqtt::exception::reason_code_str(code));
    else
      callbacks.accepted(as_ticket(token));
  }

  Settings settings;
  Tls tls;
  bool v5;
  std::chrono::seconds keep_alive;
  std::chrono::seconds server_keep_alive{0};
  std::uint32_t maximum_packet_size = 0;
  Callbacks callbacks;
  std::unique_ptr<::mqtt::async_client> client;  ///< last: its threads end before what they call
};

PahoPublisher::PahoPublisher(Settings settings, const Clock& clock)
    : impl_{std::make_unique<Impl>(std::move(settings), clock)} {}
PahoPublisher::~PahoPublisher() = default;

void PahoPublisher::listen(Callbacks callbacks) {
  impl_->callbacks = std::move(callbacks);
}

BrokerSession PahoPublisher::connect(const Message& will) {
  if (const std::string refusal = why_not_plain(impl_->settings); !refusal.empty())
    throw PublishError{refusal};
  try {
    return impl_->connect(will);
  } catch (const PublishError&) {
    impl_->client.reset();
    throw;
  } catch (const ::mqtt::exception& error) {
    impl_->client.reset();
    if (!impl_->falls_back(error)) throw PublishError{impl_->why_failed(error)};
    impl_->v5 = false;
  }
  return connect(will);
}

CredentialReport PahoPublisher::credentials() const {
  return impl_->settings.tls ? impl_->tls.report() : CredentialReport{};
}

void PahoPublisher::publish(const Message& message) {
  if (!impl_->client) throw PublishError{"not connected to the broker"};
  const auto paho = impl_->to_paho(message);
  if (const std::size_t size = size_on_wire(message, paho->get_topic());
      impl_->maximum_packet_size != 0 && size > impl_->maximum_packet_size) {
    impl_->callbacks.refused(
        message.ticket, packet_too_large,
        fmt::format("{}: {} bytes, the broker takes {}", message.topic, size, impl_->maximum_packet_size));
    return;
  }
  try {
    impl_->client->publish(paho, as_context(message.ticket), *impl_);
  } catch (const ::mqtt::exception& error) {
    const int code = error.get_return_code();
    if (code == MQTTASYNC_DISCONNECTED) throw PublishError{"the connection to the broker was lost"};
    impl_->callbacks.refused(message.ticket, code, error.what());
  }
}

/// Waits here: Paho itself looks once a second only whether its messages have been accepted.
void PahoPublisher::disconnect(Duration limit) {
  if (!impl_->client) return;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  try {
    for (const auto& outstanding : impl_->client->get_pending_delivery_tokens())
      wait_for(*outstanding, deadline);
    wait_for(*impl_->client->disconnect(), deadline);
  } catch (const ::mqtt::exception&) {
    // The connection was gone already.
  }
  impl_->client.reset();
}

}  // namespace liftbox::mqtt
