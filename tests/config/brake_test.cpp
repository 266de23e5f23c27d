#include <catch2/catch.hpp>

#include "agent/config/mistakes.hpp"
#include "tests/config/files.hpp"

using namespace liftbox;
using test::Files;

namespace {

BrakeFacts brake_of(const std::string& lift) {
  const Files files;
  const std::string head =
      "device = \"box\"\nboard = \"simulated\"\n[lines]\nsocket = \"lines.sock\"\n[lift]\n";
  return load_site(files.write("site.toml", head + lift), Files::profiles()).facts.brake;
}

std::string mistakes_of(const std::string& lift) {
  try {
    brake_of(lift);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("of a brake that nobody describes nothing is known", "[config]") {
  const BrakeFacts brake = brake_of("landings = 8\n");
  CHECK(brake.model.empty());
  CHECK(brake.type == BrakeType::unknown);
  CHECK(brake.push_rod == PushRod::unknown);
  CHECK_FALSE(brake.arms);
}

TEST_CASE("a brake as the installer found it", "[config]") {
  const BrakeFacts brake = brake_of(
      "brake_model = \"ZD-300\"\nbrake_type = \"drum\"\nbrake_push_rod = \"steel\"\nbrake_arms = 2\n");
  CHECK(brake.model == "ZD-300");
  CHECK(brake.type == BrakeType::drum);
  CHECK(brake.push_rod == PushRod::steel);
  CHECK(brake.arms == 2);
}

TEST_CASE("the models that the notice of 2021 names are drum brakes", "[config]") {
  CHECK(brake_of("brake_model = \"dzs-800\"\n").type == BrakeType::drum);
  CHECK(contains(mistakes_of("brake_model = \"DZS800\"\nbrake_type = \"disc\"\n"),
                 ":7:14: 'brake_type' is \"disc\", and a DZS800 is a drum brake: correct one of the two"));
}

TEST_CASE("what cannot be said of a brake", "[config]") {
  CHECK(contains(mistakes_of("brake_type = \"drun\"\n"), "did you mean 'drum'?"));
  CHECK(contains(mistakes_of("brake_push_rod = \"iron\"\n"), "'brake_push_rod' cannot be \"iron\": "));
  CHECK(contains(mistakes_of("brake_arms = 5\n"), "'brake_arms' is 5: give a whole number, 1 to 4"));
  CHECK(contains(mistakes_of("brake_type = \"disc\"\nbrake_push_rod = \"copper\"\n"),
                 "has no push-rod that the notice is about: remove 'brake_push_rod'"));
}
