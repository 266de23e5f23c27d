#include "agent/config/site_sections.hpp"

#include <fmt/format.h>
#include <sys/un.h>

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::size_t longest_device = 32;
constexpr std::size_t registration_digits = 20;
constexpr std::size_t longest_socket = sizeof(sockaddr_un::sun_path) - 1;
constexpr std::int64_t longest_sign_in_min = 1440;  // a day's work

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool in_device_id(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

}  // namespace

std::string read_device(const Table& root) {
  std::string device = root.required_text("device", "give the box's id, as in device = \"lift-0042\"");
  if (device.size() > longest_device || !std::all_of(device.begin(), device.end(), in_device_id))
    root.mistake("device", fmt::format("'device' cannot be \"{}\": give 1 to {} of A-Z a-z 0-9 . _ -", device,
                                       longest_device));
  return device;
}

LiftIdentity read_lift(const Table& table) {
  LiftIdentity lift;
  const auto read = [&](const char* key, std::string& field) { field = table.text(key).value_or(""); };
  read("registration_code", lift.registration_code);
  read("use_registration", lift.use_registration);
  read("traceability_code", lift.traceability_code);
  read("rescue_number", lift.rescue_number);
  read("address", lift.address);
  read("brand", lift.brand);
  read("brake_model", lift.brake_model);
  read("maintenance_firm", lift.maintenance_firm);
  const std::string& code = lift.registration_code;
  const bool whole = code.size() == registration_digits && std::all_of(code.begin(), code.end(), is_digit);
  if (!code.empty() && !whole)
    table.mistake("registration_code",
                  fmt::format("'registration_code' has {} characters: give the {} digits of the lift's plate",
                              code.size(), registration_digits));
  return lift;
}

/// The models that the notice of 2021 names are drum brakes, whatever is said of the others.
void read_brake(const Table& lift, const std::string& model, BrakeFacts& brake) {
  brake.model = model;
  const bool priority = is_priority_model(model);
  const BrakeType likely = priority ? BrakeType::drum : BrakeType::unknown;
  brake.type = static_cast<BrakeType>(
      lift.choice("brake_type", brake_type_names()).value_or(static_cast<std::size_t>(likely)));
  brake.push_rod = static_cast<PushRod>(
      lift.choice("brake_push_rod", push_rod_names()).value_or(static_cast<std::size_t>(PushRod::unknown)));
  const bool other = brake.type == BrakeType::disc || brake.type == BrakeType::other;
  if (other && priority)
    lift.mistake("brake_type",
                 fmt::format("'brake_type' is \"{}\", and a {} is a drum brake: correct one of the two",
                             name(brake.type), model));
  if (other && brake.push_rod != PushRod::unknown)
    lift.mistake("brake_push_rod",
                 fmt::format("a brake of type \"{}\" has no push-rod that the notice is about: remove "
                             "'brake_push_rod', or write brake_type = \"drum\"",
                             name(brake.type)));
}

Given<std::filesystem::path> read_socket(const Table& table, const std::string& key,
                                         const std::filesystem::path& beside) {
  Given<std::filesystem::path> path = table.path(key, beside);
  if (!path || path->native().size() <= longest_socket) return path;
  table.mistake(key, fmt::format("{} has {} bytes: the path of a socket has at most {}, choose a shorter one",
                                 path->string(), path->native().size(), longest_socket));
  path.reset();
  return path;
}

SignInSettings read_sign_in(const Table& table, const std::filesystem::path& beside) {
  SignInSettings sign_in;
  if (const auto file = table.path("pins_file", beside)) sign_in.pins_file = *file;
  sign_in.lasts =
      std::chrono::minutes{table.whole("lasts_min", 1, longest_sign_in_min).value_or(sign_in.lasts.count())};
  return sign_in;
}

}  // namespace liftbox
