#include "agent/daemon/staff.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/rfc3339.hpp"
#include "agent/staff/pin.hpp"
#include "agent/staff/pin_file.hpp"
#include "agent/staff/work_number.hpp"

namespace liftbox {
namespace {

using control::Reply;
using control::Request;

void refuse(const Reply& reply, const std::string& why) {
  reply.error(control::ErrorCode::refused, why);
}

bool may_change(const Request& request, const Reply& reply) {
  if (control::may_change(request.peer)) return true;
  refuse(reply, "only root and the group liftbox-service may change something");
  return false;
}

/// The work number in the params, empty if there is none. Nothing after the refusal.
std::optional<std::string> named(const Request& request, const Reply& reply) {
  auto by = request.params.value("by", std::string{});
  if (by.empty() || is_work_number(by)) return by;
  refuse(reply, fmt::format("this is no work number: {}", work_number_words));
  return std::nullopt;
}

std::int64_t whole_seconds(Duration duration) {
  return std::chrono::ceil<std::chrono::seconds>(duration).count();
}

}  // namespace

std::optional<std::string> Staff::who(const Request& request, const Reply& reply) const {
  if (!may_change(request, reply)) return std::nullopt;
  const auto by = named(request, reply);
  if (!by) return std::nullopt;
  const auto signed_in = session(request.peer.uid);
  if (!by->empty() && (!pins_are_kept() || (signed_in && signed_in->work_number == *by))) return by;
  if (by->empty() && signed_in) return signed_in->work_number;
  if (by->empty() && !pins_are_kept())
    refuse(reply, "nobody is signed in: give your work number with --as, or `liftctl sign-in` once");
  else
    refuse(reply,
           fmt::format("{} is not signed in: `liftctl sign-in --as {}` first",
                       by->empty() ? "nobody at this account" : *by, by->empty() ? "WORK_NUMBER" : *by));
  return std::nullopt;
}

void Staff::sign_in(const Request& request, const Reply& reply) {
  if (!may_change(request, reply)) return;
  const auto by = named(request, reply);
  if (!by) return;
  Attempt attempt{request.peer.uid, *by, request.params.value("pin", std::string{}), reply};
  if (by->empty()) {
    answer_session(attempt.account, reply);
  } else if (!pins_are_kept()) {
    begin(attempt);
  } else if (attempt.pin.empty()) {
    reply.result({{"pin_wanted", true}});
  } else {
    check(std::move(attempt));
  }
}

void Staff::sign_out(const Request& request, const Reply& reply) {
  if (!may_change(request, reply)) return;
  const auto ended = session(request.peer.uid);
  sign_ins_.end(request.peer.uid);
  reply.result({{"work_number", ended ? nlohmann::json(ended->work_number) : nlohmann::json{}}});
}

/// One that began without a PIN does not count any more once PINs are kept.
std::optional<SignIns::Session> Staff::session(uid_t account) const {
  auto found = sign_ins_.session(account, parts_.clock.now());
  if (found && pins_are_kept() && !found->with_pin) found.reset();
  return found;
}

void Staff::begin(const Attempt& attempt) {
  sign_ins_.begin(attempt.account, {attempt.work_number, parts_.clock.now() + parts_.site.sign_in.lasts,
                                    !attempt.pin.empty()});
  spdlog::info("{} signs in at account {}", attempt.work_number, attempt.account);
  answer_session(attempt.account, attempt.reply);
}

void Staff::answer_session(uid_t account, const Reply& reply) const {
  const auto found = session(account);
  if (!found) {
    reply.result({{"work_number", nullptr}, {"until", nullptr}});
    return;
  }
  const Stamp now = parts_.pipeline.stamp();
  const std::int64_t until_ms = now.wall_ms + (found->until - now.now).count();
  reply.result(
      {{"work_number", found->work_number}, {"until", format_rfc3339(until_ms, now.utc_offset_min)}});
}

/// It is slow on purpose, so a Worker does it; a second one waits, so that nobody tries two PINs at once.
void Staff::check(Attempt attempt) {
  if (checker_) {
    refuse(attempt.reply, "somebody is signing in at this moment: try again");
    return;
  }
  if (const Duration wait = sign_ins_.wait(attempt.work_number, parts_.clock.now()); wait > Duration{}) {
    refuse(attempt.reply, fmt::format("after a wrong PIN: the next try in {} s", whole_seconds(wait)));
    return;
  }
  checker_.emplace("pins", 1);
  checker_->post([this, alive = alive_, post = parts_.post, file = parts_.site.sign_in.pins_file,
                  attempt = std::move(attempt)] {
    const Answer answer = compare(file, attempt);
    post([this, alive, attempt, answer] {
      if (!*alive) return;
      checker_.reset();
      judge(attempt, answer);
    });
  });
}

Staff::Answer Staff::compare(const std::filesystem::path& file, const Attempt& attempt) {
  Answer answer;
  try {
    const PinFile pins = read_pin_file(file);
    answer.open_to_all = pins.open_to_all;
    const auto own = pins.kept_forms.find(attempt.work_number);
    if (own != pins.kept_forms.end())
      answer.found = is_pin(attempt.pin, own->second) ? Found::right : Found::wrong;
  } catch (const std::runtime_error& error) {
    answer.trouble = error.what();
  }
  return answer;
}

void Staff::judge(const Attempt& attempt, const Answer& answer) {
  if (!answer.trouble.empty()) {
    spdlog::error("sign-in: {}", answer.trouble);
    refuse(attempt.reply, answer.trouble);
    return;
  }
  if (answer.open_to_all)
    spdlog::warn("sign-in: every user of this machine may read the PINs, and try them; `chmod 640 {}`",
                 parts_.site.sign_in.pins_file.string());
  if (answer.found != Found::right) {
    refuse_wrong(attempt, answer.found);
    return;
  }
  sign_ins_.right_pin(attempt.work_number);
  begin(attempt);
}

/// What is no known work number may be a PIN in the wrong place: it does not go into a record. Nobody can
/// guess the PIN of such a one; only the records of it are held down.
void Staff::refuse_wrong(const Attempt& attempt, Found found) {
  const Moment now = parts_.clock.now();
  const std::string counted = found == Found::wrong ? attempt.work_number : "";
  if (sign_ins_.wait(counted, now) == Duration{}) {
    const int in_a_row = sign_ins_.wrong_pin(counted, now);
    parts_.pipeline.note(EventType::command_refused,
                         {{{"command", "sign_in"},
                           {"reason", found == Found::wrong ? "wrong_pin" : "unknown_work_number"},
                           {"by", counted},
                           {"in_a_row", std::to_string(in_a_row)},
                           {"account", std::to_string(attempt.account)}}});
  }
  refuse(attempt.reply, "work number or PIN is wrong");
}

}  // namespace liftbox
