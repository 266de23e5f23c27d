#include "agent/cli/sign_in_command.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "agent/cli/commands.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/secret.hpp"
#include "agent/staff/pin.hpp"
#include "agent/staff/work_number.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;
constexpr std::chrono::seconds slow_on_purpose{15};

void require_work_number(const std::string& text) {
  if (!is_work_number(text))
    throw BadInput(fmt::format("\"{}\" is no work number: {}", text, work_number_words));
}

}  // namespace

void sign_in(const std::string& socket, const std::string& work_number, std::ostream& out) {
  if (!work_number.empty()) require_work_number(work_number);
  json params = json::object();
  if (!work_number.empty()) params["by"] = work_number;
  json answer = control::Client(socket).call("sign_in", params);
  if (answer.value("pin_wanted", false)) {
    params["pin"] = read_secret(fmt::format("PIN of {}: ", work_number));
    answer = control::Client(socket, slow_on_purpose).call("sign_in", params);
  }
  if (screen::member(answer, "work_number").is_null())
    out << "nobody is signed in at this account\n";
  else
    out << fmt::format("{} is signed in until {}\n", screen::text(answer, "work_number"),
                       screen::text(answer, "until"));
}

void sign_out(const std::string& socket, std::ostream& out) {
  const json answer = control::Client(socket).call("sign_out", json::object());
  if (screen::member(answer, "work_number").is_null())
    out << "nobody was signed in at this account\n";
  else
    out << fmt::format("{} is signed out\n", screen::text(answer, "work_number"));
}

void make_pin(const std::string& work_number, std::ostream& out) {
  require_work_number(work_number);
  const std::string pin = read_secret(fmt::format("New PIN of {}: ", work_number));
  if (pin.size() < shortest_pin || pin.size() > longest_pin)
    throw BadInput(fmt::format("a PIN has {} to {} characters", shortest_pin, longest_pin));
  if (input_is_terminal() && read_secret("The same again: ") != pin)
    throw BadInput("the two are not the same");
  out << work_number << ' ' << kept_form(pin) << '\n';
}

}  // namespace liftbox::cli
