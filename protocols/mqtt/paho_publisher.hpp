#pragma once

#include <memory>

#include "agent/ports/publisher.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox::mqtt {

/// The way to the platform over Eclipse Paho. Clean start and no session: the store is the outbox, and
/// messages in flight when the connection breaks are simply offered again.
class PahoPublisher final : public Publisher {
 public:
  explicit PahoPublisher(Settings settings);
  ~PahoPublisher() override;

  void listen(Callbacks callbacks) override;
  BrokerSession connect(const Message& will) override;
  void publish(const Message& message) override;
  void disconnect(Duration limit) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liftbox::mqtt
