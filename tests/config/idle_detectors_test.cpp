#include "agent/config/idle_detectors.hpp"

#include <catch2/catch.hpp>

#include "tests/config/files.hpp"
#include "tests/config/sections.hpp"

using namespace liftbox;
using test::bus_section;
using test::Files;
using test::lines_section;
using test::site_head;

namespace {

std::string warnings_of(const std::string& text) {
  const Files files;
  const SiteConfig site = load_site(files.write("site.toml", text), Files::profiles());
  std::string said;
  for (const Mistake& warning : site.warnings) {
    CHECK(warning.file == (files.directory() / "site.toml").string());
    said += warning.message + "\n";
  }
  return said;
}

}  // namespace

TEST_CASE("a box that is wired to everything has no idle detector", "[config]") {
  CHECK(warnings_of(site_head + lines_section + bus_section).empty());
}

TEST_CASE("an idle detector is named with the signal that would wake it", "[config]") {
  const std::string said = warnings_of(site_head + lines_section);
  CHECK_THAT(said,
             Catch::Contains("nothing can tell of safety_chain_open: to watch it, provide "
                             "'safety_chain', and one of 'car_moving', 'car_speed', 'run_contactor', "
                             "'car_position' by a line of the board or a register of the controller\n"));
  CHECK_THAT(said,
             Catch::Contains("nothing can tell of overtravel_top: to watch it, provide 'limit_top' by a "
                             "line of the board or a register of the controller\n"));
  CHECK_THAT(said,
             Catch::Contains("nothing can tell of the service modes: to watch it, provide "
                             "'service_mode' by a line of the board or a register of the controller\n"));
  CHECK_THAT(said, !Catch::Contains("unintended_movement"));
}

TEST_CASE("of a brake's arms any two can be told apart", "[config]") {
  const std::string some = site_head + lines_section + "brake_1_released.used = false\n";
  CHECK_THAT(warnings_of(some),
             Catch::Contains("nothing can tell of brake_asymmetry: to watch it, provide one of "
                             "'brake_1_released', 'brake_3_released', 'brake_4_released' by a line"));
  CHECK_THAT(warnings_of(some + "brake_2_released.used = false\n"),
             Catch::Contains("nothing can tell of brake_asymmetry: to watch it, provide two of "
                             "'brake_1_released', 'brake_2_released', 'brake_3_released', "
                             "'brake_4_released' by a line"));
  CHECK_THAT(warnings_of(site_head + lines_section +
                         "brake_1_released.signal = \"brake_3_released\"\n"
                         "brake_2_released.signal = \"brake_4_released\"\n"),
             !Catch::Contains("brake_asymmetry"));
}

TEST_CASE("a box that could not tell of an entrapment is refused", "[config]") {
  CHECK_THROWS_WITH(warnings_of(site_head + bus_section), Catch::Contains("nothing tells of 'door_zone'"));
  SECTION("unless the site says that it need not, and is warned all the same") {
    CHECK_THAT(warnings_of("without_entrapment = true\n" + site_head + bus_section),
               Catch::StartsWith("nothing can tell of entrapment outside the door zone"));
  }
}
