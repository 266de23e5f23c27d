#include "protocols/mqtt/paho_message.hpp"

#include <mqtt/message.h>

#include <utility>

namespace liftbox::mqtt {

std::shared_ptr<::mqtt::message> to_paho(const Message& message, const std::string& topic, bool v5) {
  auto paho = ::mqtt::message::create(topic, message.payload, message.qos, message.retained);
  if (!v5) return paho;
  using property = ::mqtt::property;
  ::mqtt::properties properties;
  for (const auto& [key, value] : message.user_properties)
    properties.add({property::USER_PROPERTY, key, value});
  if (!message.correlation_data.empty())
    properties.add({property::CORRELATION_DATA, message.correlation_data});
  paho->set_properties(std::move(properties));
  return paho;
}

std::size_t size_on_wire(const Message& message, const std::string& topic) {
  constexpr std::size_t headers = 32;
  constexpr std::size_t marks = 8;  // between properties
  std::size_t size = headers + topic.size() + message.payload.size() + message.correlation_data.size();
  for (const auto& [key, value] : message.user_properties) size += marks + key.size() + value.size();
  return size;
}

std::optional<InboundCommand> to_command(const ::mqtt::message& message, const std::string& prefix) {
  if (!message.get_topic().starts_with(prefix)) return std::nullopt;
  using property = ::mqtt::property;
  InboundCommand command;
  command.name = message.get_topic().substr(prefix.size());
  command.payload = message.to_string();
  command.retained = message.is_retained();
  const ::mqtt::properties& properties = message.get_properties();
  if (properties.contains(property::RESPONSE_TOPIC))
    command.response_topic = ::mqtt::get<std::string>(properties, property::RESPONSE_TOPIC);
  if (properties.contains(property::CORRELATION_DATA))
    command.correlation_data = ::mqtt::get<std::string>(properties, property::CORRELATION_DATA);
  return command;
}

}  // namespace liftbox::mqtt
