#include "agent/config/differences.hpp"

#include <catch2/catch.hpp>

#include "tests/config/files.hpp"
#include "tests/config/sections.hpp"

using namespace liftbox;
using test::bus_section;
using test::Files;
using test::lines_section;
using test::site_head;

namespace {

/// What the one says otherwise than the other.
class Pair {
 public:
  Pair(const std::string& before, const std::string& after) {
    const SiteConfig old_site = load_site(files_.write("site.toml", before), Files::profiles());
    all = differences(old_site, load_site(files_.write("site.toml", after), Files::profiles()));
  }
  std::string words() const {
    std::string text;
    for (const Difference& one : all) text += to_string(one) + "\n";
    return text;
  }

  std::vector<Difference> all;

 private:
  Files files_;
};

}  // namespace

TEST_CASE("a file that was only written anew changes nothing", "[config]") {
  const Pair pair{site_head + lines_section,
                  "# the lift in hall B\n\n" + site_head + lines_section + "[log]\nlevel = \"info\"\n"};
  CHECK(pair.words().empty());
}

TEST_CASE("a limit touches neither bus nor lines nor broker", "[config]") {
  const Pair pair{site_head + lines_section, site_head + lines_section +
                                                 "[rules.entrapment]\noutside_confirm_s = 80\n[log]\nlevel = "
                                                 "\"debug\"\n[lift]\nlandings = 8\n"};
  CHECK(pair.words() ==
        "lift.landings: 8 is new\n"
        "log.level: \"info\" -> \"debug\"\n"
        "rules.entrapment.outside_confirm_s: 90 -> 80\n");
  const Touched touched = touched_by(pair.all);
  CHECK_FALSE((touched.controller || touched.lines || touched.broker));
  CHECK(needing_restart(pair.all).empty());
}

TEST_CASE("each part is touched by what is its own", "[config]") {
  const std::string broker = "[broker]\nhost = \"127.0.0.1\"\n";
  const Touched bus_only = touched_by(
      Pair{site_head + lines_section + bus_section, site_head + lines_section + bus_section + "unit = 2\n"}
          .all);
  CHECK((bus_only.controller && !bus_only.lines && !bus_only.broker));
  const Touched lines_only =
      touched_by(Pair{site_head + bus_section + lines_section,
                      site_head + bus_section + lines_section + "[lines.presence]\nnormally_closed = true\n"}
                     .all);
  CHECK((!lines_only.controller && lines_only.lines && !lines_only.broker));
  const Touched broker_only = touched_by(
      Pair{site_head + bus_section + lines_section, site_head + bus_section + lines_section + broker}.all);
  CHECK((!broker_only.controller && !broker_only.lines && broker_only.broker));
  const Touched gone =
      touched_by(Pair{site_head + lines_section + bus_section, site_head + lines_section}.all);
  CHECK((gone.controller && !gone.lines));
}

TEST_CASE("a profile is part of what its file is for", "[config]") {
  const Files files;
  const std::string site =
      site_head + lines_section + "[controller]\nprofile = \"mine.toml\"\ntcp.host = \"plc\"\n";
  const std::string map = "name = \"mine\"\n[[register]]\nsignal = \"floor\"\naddress = ";
  files.write("mine.toml", map + "1\n");
  const SiteConfig before = load_site(files.write("site.toml", site), Files::profiles());
  files.write("mine.toml", "description = \"words\"\n" + map + "1\n");
  CHECK_FALSE(touched_by(differences(before, load_site(before.file, Files::profiles()))).controller);
  files.write("mine.toml", map + "2\n");
  const auto all = differences(before, load_site(before.file, Files::profiles()));
  REQUIRE(all.size() == 1);
  CHECK(to_string(all.front()) == "controller register[0].address: 1 -> 2");
  CHECK(touched_by(all).controller);
}

TEST_CASE("what only a restart can change says so, with its place", "[config]") {
  const Pair pair{site_head + lines_section, "device = \"box-2\"\nboard = \"simulated\"\n" + lines_section +
                                                 "[store]\ndirectory = \"/srv/store\"\n"};
  const auto mistakes = needing_restart(pair.all);
  REQUIRE(mistakes.size() == 2);
  CHECK(mistakes[0].line == 1);
  CHECK(mistakes[0].message ==
        "device: \"box\" -> \"box-2\" cannot change while the box runs: restart liftboxd (systemctl restart "
        "liftboxd), or undo it");
  CHECK_THAT(mistakes[1].message,
             Catch::StartsWith("store.directory: \"/var/lib/liftbox\" -> \"/srv/store\""));
}

TEST_CASE("another region is one difference, not one for each line of its table", "[config]") {
  const Pair pair{site_head + lines_section, site_head + "region = \"vendor_dalian\"\n" + lines_section};
  CHECK(pair.words() == "region: \"national\" -> \"vendor_dalian\"\n");
  const Touched touched = touched_by(pair.all);
  CHECK_FALSE((touched.controller || touched.lines || touched.broker));
  CHECK(needing_restart(pair.all).empty());
}
