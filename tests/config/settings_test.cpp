#include "agent/config/settings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "agent/config/limits.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::Files;

namespace {

/// Within the limits.
int unusual_number(const Setting& setting) {
  return static_cast<int>(std::min<std::int64_t>(277, limits_of(setting.name).max));
}

/// A value that no default has.
std::string unusual(const Setting& setting) {
  if (std::holds_alternative<std::optional<Date>*>(setting.field)) return "2027-07-07";
  return std::holds_alternative<bool*>(setting.field) ? "true" : std::to_string(unusual_number(setting));
}

bool is_unusual(const Setting& setting) {
  const Duration expected = setting.name.ends_with("_ms") ? Duration{277} : Duration{277s};
  if (auto* const* field = std::get_if<Duration*>(&setting.field)) return **field == expected;
  if (auto* const* field = std::get_if<int*>(&setting.field)) return **field == unusual_number(setting);
  if (auto* const* field = std::get_if<bool*>(&setting.field)) return **field;
  if (auto* const* field = std::get_if<std::optional<Date>*>(&setting.field))
    return **field == Date{std::chrono::year{2027} / 7 / 7};
  return *std::get<std::optional<int>*>(setting.field) == unusual_number(setting);
}

std::string error_of(const std::string& assignment) {
  Rules rules;
  LiftFacts facts;
  try {
    apply_setting(rules, facts, assignment);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a day of the calendar is written with quotes or, as TOML has it, without", "[config]") {
  const Files files;
  const auto site = [&](const std::string& next) {
    return load_site(files.write("site.toml",
                                 "device = \"a\"\nboard = \"simulated\"\n[lines]\nsocket = \"s\"\n"
                                 "[inspection]\nnext = " +
                                     next + "\n"),
                     Files::profiles());
  };
  CHECK(site("\"2026-11-20\"").facts.inspection.next == Date{std::chrono::year{2026} / 11 / 20});
  CHECK(site("2026-11-20").facts.inspection.next == Date{std::chrono::year{2026} / 11 / 20});
  CHECK_THROWS_WITH(
      site("\"20.11.2026\""),
      Catch::Contains("'next' is \"20.11.2026\": give a day of the calendar, as in \"2026-11-20\""));
  CHECK_THROWS_WITH(site("2026"), Catch::Contains("give a day of the calendar"));
}

TEST_CASE("every rule and every fact can be set in the file", "[config]") {
  Rules rules;
  LiftFacts facts;
  const std::vector<Setting> all = settings_of(rules, facts);
  CHECK(all.size() > 50);
  std::string text;
  for (const Setting& setting : all) text += setting.name + " = " + unusual(setting) + "\n";

  const Files files;
  std::vector<Mistake> mistakes;
  Document document{files.write("rules.toml", text), mistakes};
  read_settings(document.root(), rules, facts);
  document.reject_unknown_keys();
  CHECK(to_string(mistakes).empty());
  for (const Setting& setting : all) {
    INFO(setting.name);
    CHECK(is_unusual(setting));
  }
}

TEST_CASE("every rule and every fact can be set on the command line", "[config]") {
  Rules rules;
  LiftFacts facts;
  for (const Setting& setting : settings_of(rules, facts)) {
    INFO(setting.name);
    CHECK_FALSE(is_unusual(setting));
    apply_setting(rules, facts, setting.name + "=" + unusual(setting));
    CHECK(is_unusual(setting));
  }
}

TEST_CASE("seconds may have decimals", "[config]") {
  Rules rules;
  LiftFacts facts;
  apply_setting(rules, facts, "rules.entrapment.standing_s=0.25");
  CHECK(rules.entrapment.standing == 250ms);
}

TEST_CASE("a wrong setting says what to write", "[config]") {
  CHECK(error_of("rules.entrapment.outside_confirm=60") ==
        "--set rules.entrapment.outside_confirm=60: there is no setting 'rules.entrapment.outside_confirm': "
        "did "
        "you mean 'rules.entrapment.outside_confirm_s'?");
  CHECK(error_of("colour=red") ==
        "--set colour=red: there is no setting 'colour': they are the keys of [rules.*], [lift], [box] "
        "and [inspection]");
  CHECK(error_of("lift.landings") == "--set lift.landings: write lift.landings=VALUE");
  CHECK(error_of("lift.landings=twelve") == "--set lift.landings=twelve: give a whole number, 2 to 300");
  CHECK(error_of("rules.entrapment.button_ms=0.5") ==
        "--set rules.entrapment.button_ms=0.5: give whole milliseconds, 0 to 3600000; if the unit slipped, "
        "write button_ms = 500");
  CHECK(error_of("rules.entrapment.attempt_s=-1") ==
        "--set rules.entrapment.attempt_s=-1: give seconds, 0 to 3600");
  CHECK(error_of("rules.entrapment.attempt_s=nan") ==
        "--set rules.entrapment.attempt_s=nan: give seconds, 0 to 3600");
  CHECK(error_of("lift.parks_with_door_open=1") ==
        "--set lift.parks_with_door_open=1: give true or false, without quotes");
}
