#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "agent/ports/publisher.hpp"

namespace mqtt {
class message;
}  // namespace mqtt

namespace liftbox::mqtt {

/// Properties travel with MQTT 5 only.
std::shared_ptr<::mqtt::message> to_paho(const Message& message, const std::string& topic, bool v5);

/// At most; compared with what the broker takes.
std::size_t size_on_wire(const Message& message, const std::string& topic);

/// Nothing where the topic does not lie below `prefix`.
std::optional<InboundCommand> to_command(const ::mqtt::message& message, const std::string& prefix);

}  // namespace liftbox::mqtt
