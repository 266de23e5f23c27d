#include "agent/daemon/maintenance_answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/elevator/date.hpp"
#include "agent/elevator/maintenance/tsg_t5002.hpp"
#include "agent/records/event_json.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using control::ErrorCode;
using control::Reply;
using control::Request;
using nlohmann::json;

constexpr int longest_period_months = 360;

/// Moments as wall times.
class Wall {
 public:
  explicit Wall(Stamp now) : now_{std::move(now)} {}
  json operator()(Moment at) const { return format_rfc3339(now_.wall_ms_at(at), now_.utc_offset_min); }
  json operator()(const std::optional<Moment>& at) const { return at ? (*this)(*at) : json{}; }
  std::optional<Date> today() const {
    if (now_.clock == "unset") return std::nullopt;
    return WallTold{now_.now, now_.wall_ms, now_.utc_offset_min, true}.day(now_.now);
  }
  Moment now() const { return now_.now; }

 private:
  Stamp now_;
};

/// A visit names no incident and no cause.
RecordTerms terms(const Wall& wall) {
  return {.moment = [&wall](Moment at) { return json(wall(at)); },
          .incident = [](EventType, const std::string&) { return json{}; },
          .code = [](Cause) { return json{}; }};
}

json visit_json(const Lift& lift, const Wall& wall) {
  if (lift.maintenance().visit() == nullptr) return nullptr;
  return evidence_json(lift.visit(), terms(wall));
}

json visits_json(const Pipeline& pipeline) {
  const Lift& lift = pipeline.lift();
  const Wall wall{pipeline.stamp()};
  const auto& overdue = lift.maintenance_overdue();
  const auto last = overdue.memory.last_visit;
  const auto due = overdue.due();
  json out{{"visit", visit_json(lift, wall)},
           {"last", wall(last)},
           {"days_since", nullptr},
           {"due", wall(due)},
           {"overdue", due && *due <= wall.now()}};
  if (last) out["days_since"] = std::chrono::floor<std::chrono::days>(wall.now() - *last).count();
  const VisitEvidence so_far = lift.visit();
  out["since_last"] = {{"runs", so_far.since_last.runs ? json(*so_far.since_last.runs) : json{}},
                       {"starts", so_far.since_last.starts ? json(*so_far.since_last.starts) : json{}},
                       {"faults", so_far.since_last.faults ? json(*so_far.since_last.faults) : json{}}};
  return out;
}

json inspection_json(const Pipeline& pipeline) {
  const InspectionDue& inspection = pipeline.lift().inspection();
  const auto next = inspection.next();
  const auto last = inspection.last();
  const auto left = inspection.days_left(pipeline.stamp().now);
  return {{"last", last ? json(format(*last)) : json{}},
          {"next", next ? json(format(*next)) : json{}},
          {"days_left", left ? json(*left) : json{}},
          {"trips_overdue", inspection.memory.trips_overdue}};
}

void visit_begins(const MaintenanceParts& parts, const std::string& by, const Request& request,
                  const Reply& reply) {
  const auto kind = request.params.at("kind").get<std::string>();
  if (find_maintenance_kind(kind) == nullptr) {
    std::vector<std::string_view> known;
    for (const MaintenanceKind& one : maintenance_kinds()) known.push_back(one.name);
    reply.error(ErrorCode::invalid_params, fmt::format("kind must be one of {}", fmt::join(known, ", ")));
  } else if (!parts.pipeline.visit_begins({by, kind, {}})) {
    reply.error(ErrorCode::refused,
                fmt::format("{} is here already: `liftctl visit end` ends that visit first",
                            parts.pipeline.lift().maintenance().visit()->by));
  } else {
    reply.result(visits_json(parts.pipeline));
  }
}

/// Whole tables for "all"; nothing after the refusal.
std::optional<std::vector<std::string>> items_of(const Request& request, const std::string& kind,
                                                 const Reply& reply) {
  auto items = request.params.value("items", std::vector<std::string>{});
  if (items == std::vector<std::string>{"all"}) items = all_items(kind);
  const auto wrong = std::find_if_not(items.begin(), items.end(), is_maintenance_item);
  if (wrong == items.end()) return items;
  reply.error(
      ErrorCode::refused,
      fmt::format("\"{}\" is no item of TSG T5002: give them like A-1-04 (31 in A-1, 13 in A-2, 15 in A-3, "
                  "17 in A-4), a whole table like A-1, or all of a visit whose kind was given",
                  *wrong));
  return std::nullopt;
}

void visit_ends(const MaintenanceParts& parts, const std::string& by, const Request& request,
                const Reply& reply) {
  const Maintenance::Visit* const visit = parts.pipeline.lift().maintenance().visit();
  if (visit == nullptr) {
    reply.error(ErrorCode::refused, "no visit is under way: `liftctl visit start --kind KIND` begins one");
    return;
  }
  if (!visit->by.empty() && visit->by != by) {
    reply.error(ErrorCode::refused, fmt::format("the visit is that of {}, who ends it", visit->by));
    return;
  }
  const auto items = items_of(request, visit->kind, reply);
  if (!items) return;
  VisitEvidence ended = parts.pipeline.lift().visit();
  parts.pipeline.visit_ends({by, {}, *items});
  const Wall wall{parts.pipeline.stamp()};
  json answer = visits_json(parts.pipeline);
  answer["ended"] = evidence_json(ended, terms(wall));
  reply.result(answer);
}

void visit(const MaintenanceParts& parts, const Request& request, const Reply& reply) {
  const auto action = request.params.value("action", std::string{"show"});
  if (action == "show") {
    reply.result(visits_json(parts.pipeline));
    return;
  }
  if (action != "start" && action != "end") {
    reply.error(ErrorCode::invalid_params, "action must be start, end or show");
    return;
  }
  const auto by = parts.staff.who(request, reply);
  if (by && action == "start") visit_begins(parts, *by, request, reply);
  if (by && action == "end") visit_ends(parts, *by, request, reply);
}

/// The date in the params; what is wrong with it otherwise.
std::optional<Date> date_of(const Request& request, const char* name) {
  const auto text = request.params.value(name, std::string{});
  return text.empty() ? std::nullopt : parse_date(text);
}

void inspected(const MaintenanceParts& parts, const std::string& by, const Request& request,
               const Reply& reply) {
  const auto date = date_of(request, "date");
  const auto given = date_of(request, "next");
  if (!date || (request.params.contains("next") && !given)) {
    reply.error(ErrorCode::invalid_params, "date and next must be days of the calendar, like 2026-11-20");
    return;
  }
  const Date next = given.value_or(months_after(*date, parts.site.facts.inspection.period_months));
  const auto today = Wall{parts.pipeline.stamp()}.today();
  if (today && *date > *today)
    reply.error(ErrorCode::refused,
                fmt::format("{} has not come yet: it is {}", format(*date), format(*today)));
  else if (next <= *date || next > months_after(*date, longest_period_months))
    reply.error(ErrorCode::refused,
                fmt::format("the next inspection, {}, must be after {} and within 30 years", format(next),
                            format(*date)));
  else {
    parts.pipeline.inspected({*date, next, by});
    reply.result(inspection_json(parts.pipeline));
  }
}

void inspection(const MaintenanceParts& parts, const Request& request, const Reply& reply) {
  const auto action = request.params.value("action", std::string{"show"});
  if (action == "show") {
    reply.result(inspection_json(parts.pipeline));
  } else if (action != "done") {
    reply.error(ErrorCode::invalid_params, "action must be done or show");
  } else if (const auto by = parts.staff.who(request, reply)) {
    inspected(parts, *by, request, reply);
  }
}

}  // namespace

control::Methods maintenance_methods(const MaintenanceParts& parts) {
  return {
      {"visit", [parts](const Request& request, const Reply& reply) { visit(parts, request, reply); }},
      {"inspection",
       [parts](const Request& request, const Reply& reply) { inspection(parts, request, reply); }},
      {"self_test",
       [parts](const Request& request, const Reply& reply) {
         const auto by = parts.staff.who(request, reply);
         if (!by) return;
         parts.pipeline.test_box(*by);
         reply.result(self_test_json(parts.pipeline));
       }},
  };
}

json self_test_json(const Pipeline& pipeline) {
  const SelfTest::Memory& test = pipeline.lift().self_test().memory;
  return {{"last", Wall{pipeline.stamp()}(test.last)},
          {"passed", test.last ? json(test.passed) : json{}},
          {"bad", test.bad}};
}

json maintenance_json(const Pipeline& pipeline) {
  return {{"visits", visits_json(pipeline)},
          {"inspection", inspection_json(pipeline)},
          {"self_test", self_test_json(pipeline)}};
}

}  // namespace liftbox
