#include "agent/cli/screens/store_screen.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

std::string line(const Terminal& terminal, const char* label, const std::string& words,
                 Ink ink = Ink::plain) {
  std::string text;
  const char* at = label;
  for (const std::string& part : wrapped(words, terminal.columns - label_columns)) {
    text += padded(at, label_columns) + painted(ink, part, terminal) + '\n';
    at = "";
  }
  return text;
}

std::string flash_words(const json& store) {
  const auto budget = bytes_text(count(store, "flash_budget"));
  const auto a_day = number(store, "flash_bytes_a_day");
  if (!a_day) return fmt::format("not known yet, an hour must pass; the budget is {} a day", budget);
  return fmt::format("about {} a day are written; the budget is {}", bytes_text(*a_day), budget);
}

}  // namespace

std::string store_screen(const json& status, const Terminal& terminal) {
  const json& store = member(status, "store");
  const auto degraded = text(store, "degraded");
  const bool in_memory = flag(store, "in_memory");
  std::string page;
  if (degraded.empty())
    page += line(terminal, "State", "on disk, nothing is wrong with it", Ink::good);
  else
    page +=
        line(terminal, "State",
             (in_memory ? "IN MEMORY, gone with the process: " : "records wait: ") + degraded, Ink::alarm);
  page += line(terminal, "Place", text(store, "path"));
  page += line(terminal, "Newest", fmt::format("#{} of epoch {}", count(store, "seq"), text(store, "epoch")));
  const auto used = count(store, "used");
  const auto bound = count(store, "bound");
  page += line(terminal, "Room",
               fmt::format("{} of {} used, files of {}", bytes_text(used), bytes_text(bound),
                           bytes_text(count(store, "bytes"))),
               used > bound ? Ink::warning : Ink::plain);
  const auto dropped = count(store, "dropped");
  page += line(terminal, "Dropped",
               dropped == 0
                   ? "nothing"
                   : fmt::format("{} records; `liftctl events --type records_dropped` says which", dropped));
  const auto a_day = number(store, "flash_bytes_a_day");
  page += line(terminal, "Flash", flash_words(store),
               a_day && *a_day > count(store, "flash_budget") ? Ink::warning : Ink::plain);
  const json& seal = member(store, "seal");
  page += line(terminal, "Seals",
               text(seal, "key").empty()
                   ? "none: " + text(seal, "trouble")
                   : fmt::format("up to #{}, key {}", count(seal, "upto"), text(seal, "key")));
  return page;
}

}  // namespace liftbox::screen
