// A line at the control socket; and the questions whose answer needs neither a store nor a bus.
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/daemon/brake_answer.hpp"
#include "agent/daemon/incident_cause.hpp"
#include "agent/daemon/why_not_answer.hpp"
#include "protocols/control/json_rpc.hpp"
#include "tests/fuzz/box.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;

namespace {

using nlohmann::json;
const Stamp now{Moment{std::chrono::hours{1}}, 1'780'000'000'000, 480, "synced", "boot"};

/// As the daemon does: what these throw is an answer.
template <class Ask>
void answered(Ask&& ask) {
  try {
    ask();
  } catch (const json::exception&) {
  } catch (const std::invalid_argument& refusal) {
    fuzz::require(*refusal.what() != '\0', "a refusal has a reason");
  }
}

void ask_everything(const json& params) {
  answered([&] {
    fuzz::Box box{now.now};
    box.settle(box.lift.brake_maintained(brake_work(params, "A1234", now), now.now),
               {"boot", now.now, now.wall_ms, true});
    save_memory(box.lift, box.journal, {"boot", now.now, now.wall_ms, true});
  });
  answered([&] {
    why_not_answer({}, {}, now, static_cast<std::size_t>(control::WholeNumber{"limit"}.of(params, 20)));
  });
  answered([&] { why_not_detail({}, {}, now, control::WholeNumber{"number"}.of(params, 0)); });
  answered([&] {
    const CauseSaid said{params.at("incident").get<std::string>(), params.at("code").get<std::string>(),
                         "A1234", params.value("note", "")};
    cause_query(said);
    accept_cause(said, {}, {}, now.wall_ms);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const control::ParsedRequest request = control::parse_request(fuzz::text_of(data, size));
  const control::ParsedRequest answer = control::parse_request(control::result_line(request.id, "done"));
  fuzz::require(answer.id == request.id, "an answer has the id of its question");
  if (request.error) {
    fuzz::require(!request.error->message.empty() && request.wants_answer, "what is wrong is told");
    return 0;
  }
  const control::ParsedRequest again =
      control::parse_request(control::request_line(request.method, *request.params, 1));
  fuzz::require(again.method == request.method && *again.params == *request.params,
                "a question written again is the same");
  ask_everything(*request.params);
  return 0;
}
