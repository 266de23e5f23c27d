#include "agent/cli/screens/maintenance_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/page.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

struct Sign {
  const char* member;
  const char* words;
};
constexpr std::array signs{Sign{"runs_in_inspection", "runs in inspection"},
                           Sign{"doors_opened_outside_zone", "doors opened outside the zone"},
                           Sign{"brake_operated", "brake operated"},
                           Sign{"brake_opened_by_hand", "brake opened by hand"},
                           Sign{"safety_chain_opened", "safety chain opened"},
                           Sign{"alarm_button_tested", "alarm button pressed"},
                           Sign{"final_limit_reached", "final limit reached"},
                           Sign{"mains_switched_off", "mains switched off"}};

/// "2026-01-05T08:00:04.000+08:00" to the minute.
std::string minute(const std::string& time) {
  constexpr std::size_t day = 10;
  constexpr std::size_t whole = 16;
  return time.size() < whole ? time : time.substr(0, day) + " " + time.substr(day + 1, whole - day - 1);
}

std::string who(const json& evidence) {
  const auto by = text(evidence, "by");
  const auto kind = text(evidence, "kind");
  if (by.empty()) return "nobody has signed in";
  return (kind.empty() ? "" : kind + ", ") + "by " + by;
}

void put_seen(Page& page, const json& evidence) {
  std::string seen =
      fmt::format("inspection mode {}", duration_text(count(evidence, "inspection_ms") / 1000));
  std::string not_seen;
  std::string not_told;
  for (const Sign& sign : signs) {
    const auto times = number(evidence, sign.member);
    if (!times)
      add_words(not_told, sign.words);
    else if (*times == 0)
      add_words(not_seen, sign.words);
    else
      add_words(seen, fmt::format("{} {}", sign.words, *times));
  }
  page.line("Seen", seen);
  if (!not_seen.empty()) page.line("Not seen", not_seen);
  if (!not_told.empty()) page.line("", "no signal tells of: " + not_told, Ink::dim);
  if (flag(evidence, "evidenced"))
    page.line("", "evidenced at the lift", Ink::good);
  else if (flag(evidence, "counts"))
    page.line("", "nothing is wired that could have seen it", Ink::warning);
  else
    page.line("", "NOT EVIDENCED: no inspection mode was seen, and no run in it", Ink::warning);
}

std::string use_words(const json& since) {
  std::string words;
  for (const char* what : {"runs", "starts", "faults"})
    if (const auto times = number(since, what)) add_words(words, fmt::format("{} {}", *times, what));
  return words.empty() ? "no signal tells of runs" : words;
}

void put_due(Page& page, const json& answer) {
  const auto last = text(answer, "last");
  page.line("Last", last.empty() ? "none seen yet"
                                 : fmt::format("{}, {} days ago", minute(last), count(answer, "days_since")));
  page.line("Since", use_words(member(answer, "since_last")));
  const auto due = text(answer, "due");
  if (due.empty()) return;
  const bool overdue = flag(answer, "overdue");
  page.line("Due", minute(due) + (overdue ? ": OVERDUE" : ""), overdue ? Ink::warning : Ink::plain);
}

void put_ended(Page& page, const json& record) {
  const json& evidence = member(record, "evidence");
  const bool counts = flag(evidence, "counts");
  page.line("",
            fmt::format("{}  {}{}", minute(text(evidence, "ended")), who(evidence),
                        flag(evidence, "evidenced") ? ""
                        : counts                    ? "  (nothing wired could have seen it)"
                                                    : "  NOT EVIDENCED"),
            counts ? Ink::plain : Ink::warning);
}

}  // namespace

std::string visits_screen(const json& answer, const std::vector<json>& ended, const Terminal& terminal) {
  Page page(terminal);
  const json& visit = member(answer, "visit");
  if (visit.is_object()) {
    page.line("Visit", fmt::format("since {}, {}", minute(text(visit, "began")), who(visit)));
    put_seen(page, visit);
  } else {
    page.line("Visit", "none under way");
  }
  put_due(page, answer);
  if (!ended.empty()) page.rule();
  std::for_each(ended.rbegin(), ended.rend(), [&](const json& record) { put_ended(page, record); });
  return page.text();
}

std::string visit_ended_screen(const json& evidence, const Terminal& terminal) {
  Page page(terminal);
  page.line("Ended", fmt::format("began {}, {}", minute(text(evidence, "began")), who(evidence)));
  put_seen(page, evidence);
  page.line("Before", use_words(member(evidence, "since_last")) + " since the last visit");
  return page.text();
}

std::string inspection_screen(const json& answer, const Terminal& terminal) {
  Page page(terminal);
  const auto last = text(answer, "last");
  const auto next = text(answer, "next");
  page.line("Last", last.empty() ? "not known" : last);
  if (next.empty()) {
    page.line("Next", "not known: `liftctl inspection done --date …`, or [inspection] in the site file");
    return page.text();
  }
  const auto left = number(answer, "days_left");
  if (!left)
    page.line("Next", next + ", and the clock is not set");
  else if (*left >= 0)
    page.line("Next", fmt::format("{}, in {} days", next, *left));
  else
    page.line("Next",
              fmt::format("{}: OVERDUE for {} days, {} trips made since", next, -*left,
                          count(answer, "trips_overdue")),
              Ink::warning);
  return page.text();
}

}  // namespace liftbox::screen
