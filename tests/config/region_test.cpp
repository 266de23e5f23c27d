#include <catch2/catch.hpp>

#include "agent/config/profiles.hpp"
#include "agent/elevator/event.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using test::Files;

namespace {

CodeTable shipped(const std::string& region) {
  std::vector<Mistake> mistakes;
  const auto regions = Files::profiles().regions;
  CodeTable table = load_code_table(regions / (region + ".toml"), regions, mistakes);
  CHECK(to_string(mistakes).empty());
  return table;
}

std::optional<int> number(const CodeTable& table, EventType type, std::string_view which_case = {}) {
  const CodeTable::Codes* const codes = table.find(type, which_case);
  return codes != nullptr ? codes->number : std::nullopt;
}

}  // namespace

TEST_CASE("the national table has the numbers of GB/T 24476", "[config]") {
  const CodeTable table = shipped("national");
  CHECK(table.codes.at("safety_chain_open").gb24476 == 1);
  CHECK(table.codes.at("safety_chain_open").bacnet == 5);
  CHECK(table.codes.at("restart_prevented").gb24476 == 8);
  CHECK(table.codes.at("mains_lost").gb24476 == 41);
  CHECK(table.codes.at("mains_lost").bacnet == 4);
  CHECK(table.codes.at("mode_normal").gb24476 == 40);
  CHECK(table.codes.at("alarm_button").gb24476 == 90);
  CHECK(table.codes.at("alarm_button").text_zh == "报警按钮动作");
  CHECK_FALSE(table.codes.at("entrapment").gb24476);

  SECTION("a text for every event of the program") {
    for (std::size_t i = 0; i < event_type_count; ++i)
      CHECK(table.codes.count(std::string{name(static_cast<EventType>(i))}) == 1);
  }
  SECTION("the service modes, numbered as the signal is") {
    for (Value mode = 0; mode <= info(Signal::service_mode).max; ++mode)
      CHECK(table.service_modes.at(format(Signal::service_mode, mode)).number == mode);
  }
  SECTION("BACnet's brake fault with every fault of the brake") {
    for (const auto& [type, codes] : table.codes) {
      const auto known = find_event_type(type);
      const bool fault = known && severity(*known, Phase::raised) != Severity::notice;
      if (fault && type.starts_with("brake_")) CHECK(codes.bacnet == 1);
    }
  }
}

TEST_CASE("cities use one number for different things", "[config]") {
  const CodeTable sql = shipped("sql_2020s");
  const CodeTable chongqing = shipped("chongqing");
  const CodeTable dalian = shipped("vendor_dalian");
  CHECK(number(sql, EventType::entrapment) == 11);
  CHECK(number(dalian, EventType::overspeed) == 11);
  CHECK(number(sql, EventType::overtravel_top) == 9);
  CHECK(number(chongqing, EventType::overtravel_top) == 92);
  CHECK(number(dalian, EventType::overtravel_top) == 9);
  CHECK(number(sql, EventType::restart_prevented) == 8);
  CHECK(number(dalian, EventType::door_open_while_moving) == 8);

  SECTION("and keep the national ones beside, where the region has none of its own, too") {
    CHECK(number(chongqing, EventType::mode_inspection) == 43);
    CHECK(dalian.find(EventType::unintended_movement)->number == 12);
    CHECK(dalian.find(EventType::unintended_movement)->gb24476 == 5);
    CHECK(dalian.find(EventType::restart_prevented)->gb24476 == 8);
    CHECK(dalian.find(EventType::restart_prevented)->bacnet == 10);
  }
  SECTION("a number that was taken is nobody else's") {
    CHECK_FALSE(number(dalian, EventType::restart_prevented));
  }
  SECTION("one case of a type may have a number that the others have not") {
    CHECK(number(chongqing, EventType::entrapment, "in_zone") == 93);
    CHECK_FALSE(number(chongqing, EventType::entrapment, "outside_zone"));
    CHECK(number(dalian, EventType::door_close_fault, "reopened") == 14);
    CHECK(number(dalian, EventType::door_close_fault, "not_shut") == 2);
    CHECK(dalian.find(EventType::door_close_fault, "reopened")->gb24476 == 2);
  }
  SECTION("in their own words, or the national ones") {
    CHECK(dalian.find(EventType::unintended_movement)->text_zh == "开门走梯");
    CHECK(sql.find(EventType::entrapment)->text_zh == "困人");
    CHECK(dalian.find(EventType::overtravel_top)->text_en == "top final limit reached");
  }
}

TEST_CASE("a table of one's own may extend a shipped one from any folder", "[config]") {
  const Files files;
  std::vector<Mistake> mistakes;
  std::vector<ConfigFile> read;
  const auto file = files.write("here.toml",
                                "name = \"here\"\nextends = \"national\"\n"
                                "[codes.entrapment]\nnumber = 120\n"
                                "[service_modes.earthquake]\nnumber = 9\nreplaces = 6\n");
  const CodeTable here = load_code_table(file, Files::profiles().regions, mistakes, &read);
  CHECK(to_string(mistakes).empty());
  CHECK(here.extends == "national");
  CHECK(number(here, EventType::entrapment) == 120);
  CHECK(here.service_modes.at("earthquake").number == 9);
  CHECK(here.service_modes.at("inspection").number == 2);
  REQUIRE(read.size() == 2);
  CHECK(read[0].role == "region");
  CHECK(read[1].file.filename() == "national.toml");

  SECTION("and of two of one name the one beside it") {
    files.write("national.toml",
                "name = \"national\"\n[codes.entrapment]\ngb24476 = 77\nzh = \"甲\"\nen = \"a\"\n");
    const CodeTable beside = load_code_table(file, Files::profiles().regions, mistakes);
    CHECK(beside.find(EventType::entrapment)->gb24476 == 77);
  }
}

TEST_CASE("a site is told by its region's numbers, and both files are among those it came from", "[config]") {
  const Files files;
  const SiteConfig site = load_site(files.write("site.toml",
                                                "device = \"box\"\nboard = \"simulated\"\n"
                                                "region = \"chongqing\"\n"
                                                "[lines]\nsocket = \"lines.sock\"\n"),
                                    Files::profiles());
  CHECK(site.codes.region == "chongqing");
  CHECK(number(site.codes, EventType::overtravel_bottom) == 91);
  std::vector<std::string> roles;
  for (const ConfigFile& file : site.files) roles.push_back(file.role);
  CHECK(roles == std::vector<std::string>{"site", "region", "extended_region", "board"});
}
