#include "agent/cli/screens/status_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/page.hpp"
#include "agent/cli/screens/problems.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr std::size_t most_problems = 5;

void put_problems(Page& page, const json& status) {
  const auto all = problems(status);
  for (std::size_t i = 0; i < std::min(all.size(), most_problems); ++i) page.problem(all[i]);
  if (all.size() > most_problems) page.line("", fmt::format("and {} more", all.size() - most_problems));
  if (all.empty()) page.line("OK", "nothing is wrong: no incident open, every source answers", Ink::good);
  page.rule();
}

std::string metres(std::int64_t mm) {
  return fmt::format("{}{}.{:02} m", mm < 0 ? "-" : "", std::abs(mm) / 1000, std::abs(mm) % 1000 / 10);
}

std::string motion_words(const json& car) {
  const json& moving = member(car, "moving");
  if (!moving.is_boolean()) return "nobody can tell whether it moves";
  if (!moving.get<bool>()) return "stands";
  const auto direction = text(car, "direction");
  auto words = direction == "up" || direction == "down" ? direction : std::string("moves");
  if (const auto speed = number(car, "speed_mm_s")) words += " at " + metres(*speed) + "/s";
  return words;
}

std::string place_words(const json& car) {
  std::string words;
  if (const auto floor = number(car, "floor"); floor && *floor > 0) words = fmt::format("floor {}", *floor);
  if (const auto height = number(car, "position_mm")) {
    words += (words.empty() ? "at " : " (") + metres(*height) + (words.empty() ? "" : ")");
  }
  const json& zone = member(car, "door_zone");
  if (!zone.is_boolean()) return words;
  const json& moving = member(car, "moving");
  const bool passing = moving.is_boolean() && moving.get<bool>();
  add_words(words, zone.get<bool>() ? "in the door zone"
                   : passing        ? "outside the door zone"
                                    : "OUTSIDE the door zone");
  return words;
}

std::string door_words(const json& car) {
  const auto door = text(car, "door");
  if (door.empty()) return "door unknown";
  return door == "between" ? "door neither open nor shut" : "door " + door;
}

void put_lift(Page& page, const json& status) {
  const json& lift = member(status, "lift");
  std::string which = text(lift, "registration_code");
  add_words(which, text(lift, "address"));
  if (const auto rescue = text(lift, "rescue_number"); !rescue.empty()) which += ", rescue number " + rescue;
  page.line("Lift", which);
  const json& car = member(status, "car");
  std::string words = motion_words(car);
  add_words(words, place_words(car));
  add_words(words, door_words(car));
  page.line("Car", words);
  const auto occupancy = text(car, "occupancy");
  const auto mode = text(car, "service_mode");
  page.line("Inside", fmt::format("{}; mode {}",
                                  occupancy == "occupied" ? "somebody is in the car"
                                  : occupancy == "empty"  ? "nobody is in the car"
                                                          : "nobody can tell whether the car is empty",
                                  mode.empty() ? "unknown" : mode));
}

std::string counters_words(const json& source) {
  std::string words;
  for (const auto& [name, value] : member(source, "counters").items()) {
    if (value.is_number() && value != 0) add_words(words, clean(name) + " " + value.dump());
  }
  return words;
}

void put_sources(Page& page, const json& status) {
  std::string label = "Sources";
  for (const json& source : member(status, "sources")) {
    const bool healthy = flag(source, "healthy");
    auto words =
        fmt::format("{} {}: {}", healthy ? "ok  " : "LOST", text(source, "name"), text(source, "detail"));
    const auto silent = number(source, "silent_s");
    if (!healthy && silent) {
      words = fmt::format("LOST {}: silent for {}", text(source, "name"), duration_text(*silent));
    }
    page.line(label, words, healthy ? Ink::plain : Ink::warning);
    if (const auto counters = counters_words(source); !counters.empty())
      page.line("", "     " + counters, Ink::dim);
    label.clear();
  }
}

void put_broker(Page& page, const json& status) {
  const json& broker = member(status, "broker");
  if (!flag(broker, "enabled")) {
    page.line("Broker", "none configured: records stay in the store");
    return;
  }
  const auto address = text(broker, "address");
  const auto since = duration_text(count(broker, "since_s"));
  if (!flag(broker, "connected")) {
    page.line("Broker", fmt::format("NOT connected to {} for {}", address, since), Ink::warning);
    return;
  }
  page.line("Broker", fmt::format("connected to {} for {}, MQTT {}, {} in flight", address, since,
                                  text(broker, "mqtt"), count(broker, "in_flight")));
}

void put_telemetry(Page& page, const json& telemetry) {
  if (!telemetry.is_object()) return;
  const auto lost = count(telemetry, "lost");
  auto words = fmt::format("telemetry: {} values wait", count(telemetry, "waiting"));
  if (const auto stored = count(telemetry, "stored_bytes"); stored > 0)
    words += fmt::format(" ({} stored)", bytes_text(stored));
  words += fmt::format(", {} accepted, {} lost", count(telemetry, "accepted"), lost);
  page.line("", words, lost > 0 ? Ink::warning : Ink::dim);
}

void put_outbox(Page& page, const json& status) {
  const json& outbox = member(status, "outbox");
  std::string words;
  for (const char* name : {"alarm", "fault", "notice", "stats"}) {
    const json& of_class = member(outbox, name);
    const auto waiting = count(of_class, "waiting");
    const auto accepted = count(of_class, "accepted");
    const auto done = count(of_class, "done");
    if (waiting + accepted + done > 0) words += fmt::format("{} {}/{}/{}  ", name, waiting, accepted, done);
  }
  page.line("Outbox", words.empty() ? "empty" : words + "(waiting/accepted/done)");
  auto totals = fmt::format("sent {}, accepted {}, received {}, refused {}", count(outbox, "sent"),
                            count(outbox, "accepted"), count(outbox, "received"), count(outbox, "refused"));
  if (const auto low = number(outbox, "low")) totals += fmt::format("; oldest not done #{}", *low);
  page.line("", totals, Ink::dim);
  put_telemetry(page, member(outbox, "telemetry"));
}

void put_box(Page& page, const json& status) {
  const json& store = member(status, "store");
  page.line("Store", fmt::format("newest #{}, {} in {}", count(store, "seq"),
                                 bytes_text(count(store, "bytes")), text(store, "path")));
  const json& clock = member(status, "clock");
  page.line("Clock", text(clock, "wall") + ", " + text(clock, "quality"));
  page.line("Box", fmt::format("{}, liftboxd {}, up {}", text(status, "device"), text(status, "version"),
                               duration_text(count(status, "uptime_s"))));
}

}  // namespace

std::string status_screen(const json& status, const Terminal& terminal) {
  Page page(terminal);
  put_problems(page, status);
  put_lift(page, status);
  put_sources(page, status);
  put_broker(page, status);
  put_outbox(page, status);
  put_box(page, status);
  return page.text();
}

}  // namespace liftbox::screen
