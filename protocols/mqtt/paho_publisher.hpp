#pragma once

#include <memory>

#include "agent/ports/clock.hpp"
#include "agent/ports/credentials.hpp"
#include "agent/ports/publisher.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox::mqtt {

/// The way to the platform over Eclipse Paho. Clean start and no session: the store is the outbox, and
/// messages in flight when the connection breaks are simply offered again.
class PahoPublisher final : public Publisher {
 public:
  /// TLS certificates are judged by the time of `clock`, which must outlive it.
  PahoPublisher(Settings settings, const Clock& clock);
  ~PahoPublisher() override;

  void listen(Callbacks callbacks) override;
  BrokerSession connect(const Message& will) override;
  void publish(const Message& message) override;
  void disconnect(Duration limit) override;

  /// How its certificates stand now. On the MQTT Worker.
  CredentialReport credentials() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liftbox::mqtt
