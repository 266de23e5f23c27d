#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "agent/records/snapshot.hpp"
#include "agent/runtime/delivery.hpp"

namespace liftbox {
namespace {

constexpr int refusals_recorded_a_minute = 6;
constexpr Duration between_self_tests{60'000};

/// Below our own prefix, a topic and no filter, and nobody's command.
bool may_answer_to(std::string_view topic, const std::string& topic_root) {
  return topic.starts_with(topic_root + "/") && topic.find_first_of("#+") == std::string_view::npos &&
         topic.find("/cmd/") == std::string_view::npos;
}

/// What comes again, and what never will.
std::string resend_result(std::size_t again, const std::vector<SeqRange>& dropped) {
  nlohmann::json ranges = nlohmann::json::array();
  for (const SeqRange& range : dropped) ranges.push_back({range.from, range.upto});
  return nlohmann::json{{"resent", again}, {"dropped", std::move(ranges)}}.dump();
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
  } else if (std::holds_alternative<Report>(command.what)) {
    report_anew();
    answer(inbound, command, {});
  } else if (const auto* wanted = std::get_if<WantSnapshot>(&command.what)) {
    obey(*wanted, inbound, command);
  } else if (std::holds_alternative<WantStatistics>(command.what)) {
    answer(inbound, command, {}, hooks_.statistics());
  } else if (const auto* test = std::get_if<WantSelfTest>(&command.what)) {
    obey(*test, inbound, command);
  }
}

/// Each test is a record on the flash: a platform that asks in a loop must not wear it out.
void Delivery::obey(const WantSelfTest& /*wanted*/, const InboundCommand& inbound, const Command& command) {
  if (self_tested_ && now() - *self_tested_ < between_self_tests)
    return refuse(inbound, command, "too soon: the last self-test asked for is less than a minute old");
  self_tested_ = now();
  answer(inbound, command, {}, hooks_.self_test(command.by));
}

void Delivery::obey(const WantSnapshot& wanted, const InboundCommand& inbound, const Command& command) {
  const std::string now_asked = "asked-" + command.id;
  if (snapshots_ == nullptr) return answer(inbound, command, "this box keeps no snapshots");
  if (!wanted.name.empty())
    return snapshots_->resend(wanted.name, [this, inbound, command](bool there) {
      answer(inbound, command, there ? "" : "there is no snapshot of this incident, or not any more");
    });
  if (!is_snapshot_name(now_asked))
    return refuse(inbound, command, "id must be letters, digits and .:_- for it to name a snapshot");
  hooks_.remember();
  snapshots_->alarm(now_asked, now());
  answer(inbound, command, {}, nlohmann::json{{"name", now_asked}}.dump());
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
  hooks_.remember();
  struct Found {
    std::size_t again = 0;
    Holding held;
  };
  with_store(
      [resend](EventStore& store) {
        return Found{store.resend(resend.epoch, resend.range), store.holding(resend.epoch, resend.range)};
      },
      [this, inbound, command](const Found& found) {
        if (found.again > 0) outbox_.rewind();
        if (found.held.epoch_known)
          answer(inbound, command, {}, resend_result(found.again, found.held.dropped));
        else
          answer(inbound, command, "this box keeps nothing of that epoch");
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

/// To where the command asks for it, else (MQTT 3.1.1 cannot say where) below our own root. A receipt is
/// answered only where somebody asks: there is one for each batch of records.
void Delivery::answer(const InboundCommand& inbound, const Command& command, const std::string& error,
                      const std::string& result) {
  const bool named = !inbound.response_topic.empty();
  if (named && !may_answer_to(inbound.response_topic, settings_.topic_root)) return;
  if (!named && (inbound.name == "receipt" || !is_snapshot_name(command.id))) return;
  nlohmann::json body{{"id", command.id}, {"ok", error.empty()}};
  if (!error.empty()) body["error"] = error;
  if (!result.empty()) body["result"] = nlohmann::json::parse(result);
  Message message;
  message.topic = named ? inbound.response_topic : "reply/" + command.id;
  message.absolute = named;
  message.correlation_data = inbound.correlation_data;
  message.payload = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  say(std::move(message));
}

}  // namespace liftbox
