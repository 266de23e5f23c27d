#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/statistics_screen.hpp"
#include "tests/cli/samples.hpp"

using namespace liftbox::screen;
using nlohmann::json;

TEST_CASE("the statistics stand beside each other, what no signal tells is left out") {
  CHECK(statistics_screen(some_statistics(), {80, false}) ==
        R"(                           today        yesterday    30 days      in all
runs                       412          -            412          1,234,567
  up                       206          -            206          -
running time               1 h 22 min   -            1 h 22 min   -
distance                   3.56 km      -            3.56 km      -
door cycles                409          -            409          -

available                  99.53 %      -            99.53 %      -
watched by the box         12 h 0 min   -            12 h 0 min   -
faults                     1            -            1            -
  per 1,000 runs           2.42         -            2.42         -
entrapments                0            -            0            -

Times: median/95 %
brake_1_set                181/204 ms   -            181/204 ms   -
door_opening               2.0/2.1 s    -            2.0/2.1 s    -

Incidents
mains_lost 主电源断电      1            -            1            -

Starts by landing, last 30 days
1:200 2:12 10:200

In all: since 2025-11-03.
)");
}

TEST_CASE("with the clock unset the first column is since the boot, and the screen says why") {
  json unset = some_statistics();
  unset["today"]["period"] = "since_boot";
  const std::string screen = statistics_screen(unset, {80, false});
  CHECK(screen.find("since boot   yesterday") != std::string::npos);
  CHECK(screen.find("The clock is unset") != std::string::npos);
}

TEST_CASE("rescues and what a maintenance firm decides by stand there where the daemon tells them") {
  json told = some_statistics();
  json& today = told["today"]["counts"];
  today["repeat_entrapments"] = 1;
  today["rescues_answered_in_time"] = 3;
  today["rescues_answered_late"] = 1;
  today["self_released"] = 2;
  today["maintenance"] = {{"door_faults_per_million_runs", 4854}, {"relevellings_per_million_runs", nullptr}};
  const std::string screen = statistics_screen(told, {80, false});
  CHECK(screen.find(R"(entrapments                0            -            0            -
  within 30 days           1            -            -            -
  answered in time         3 of 4       -            -            -
  nobody came              2            -            -            -

For 1,000 runs, or door cycles
door faults                4.85         -            -            -

Times)") != std::string::npos);
}

TEST_CASE("a daemon that does not tell leaves the screen empty, and breaks nothing") {
  CHECK(statistics_screen(json::object(), {80, false}).find("today") == std::string::npos);
  CHECK(statistics_screen(json::object(), {80, false}).find("runs") == std::string::npos);
}
