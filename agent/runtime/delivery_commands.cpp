#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "agent/runtime/delivery.hpp"

namespace liftbox {
namespace {

constexpr int refusals_recorded_a_minute = 6;

/// Below our own prefix, a topic and no filter, and nobody's command.
bool may_answer_to(std::string_view topic, const std::string& topic_root) {
  return topic.starts_with(topic_root + "/") && topic.find_first_of("#+") == std::string_view::npos &&
         topic.find("/cmd/") == std::string_view::npos;
}

}  // namespace

void Delivery::command(const InboundCommand& inbound) {
  const Command command = reader_.read(inbound, hooks_.stamp());
  if (const auto* refusal = std::get_if<Refusal>(&command.what)) {
    refuse(inbound, command, refusal->reason);
  } else if (const auto* receipt = std::get_if<Receipt>(&command.what)) {
    obey(*receipt, inbound, command);
  } else if (const auto* resend = std::get_if<Resend>(&command.what)) {
    obey(*resend, inbound, command);
  } else if (const auto* acknowledge = std::get_if<Acknowledge>(&command.what)) {
    const bool heard = hooks_.acknowledge(*acknowledge);
    answer(inbound, command, heard ? "" : "no such alarm is open, or somebody has acknowledged it already");
  }
}

void Delivery::obey(const Receipt& receipt, const InboundCommand& inbound, const Command& command) {
  with_store([receipt](EventStore& store) { return store.received(receipt.epoch, receipt.ranges); },
             [this, inbound, command](std::size_t done) {
               report_.received += done;
               answer(inbound, command, {});
             },
             [this, inbound, command] { answer(inbound, command, report_.store_error); });
}

void Delivery::obey(const Resend& resend, const InboundCommand& inbound, const Command& command) {
  with_store([resend](EventStore& store) { return store.resend(resend.epoch, resend.range); },
             [this, inbound, command](std::size_t again) {
               if (again > 0) outbox_.rewind();
               answer(inbound, command, {});
               pump();
             },
             [this, inbound, command] { answer(inbound, command, report_.store_error); });
}

/// A refusal is recorded, but not so often that a hostile platform fills the store.
void Delivery::refuse(const InboundCommand& inbound, const Command& command, const std::string& reason) {
  ++report_.commands_refused;
  const Moment at = now();
  if (at - refusals_since_ >= std::chrono::minutes{1}) {
    refusals_since_ = at;
    refusals_recorded_ = 0;
  }
  if (++refusals_recorded_ <= refusals_recorded_a_minute) hooks_.refused(command, reason);
  answer(inbound, command, reason);
}

void Delivery::answer(const InboundCommand& inbound, const Command& command, const std::string& error) {
  if (!may_answer_to(inbound.response_topic, settings_.topic_root)) return;
  nlohmann::json body{{"id", command.id}, {"ok", error.empty()}};
  if (!error.empty()) body["error"] = error;
  Message message;
  message.topic = inbound.response_topic;
  message.absolute = true;
  message.correlation_data = inbound.correlation_data;
  message.payload = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  say(std::move(message));
}

}  // namespace liftbox
