#include <catch2/catch.hpp>

#include "agent/elevator/signal.hpp"

using namespace liftbox;

TEST_CASE("every signal is found by its name") {
  for (const SignalInfo& about : all_signals()) CHECK(find_signal(about.name) == about.signal);
  CHECK_FALSE(find_signal("door_ajar"));
  CHECK_FALSE(find_signal(""));
}

TEST_CASE("every brake arm has its signal") {
  CHECK(brake_arm(1) == Signal::brake_1_released);
  CHECK(brake_arm(max_brake_arms) == Signal::brake_4_released);
}

TEST_CASE("service modes are numbered as in GB/T 24476") {
  CHECK(parse(Signal::service_mode, "out_of_service") == 0);
  CHECK(parse(Signal::service_mode, "normal") == 1);
  CHECK(parse(Signal::service_mode, "inspection") == 2);
  CHECK(parse(Signal::service_mode, "fire_return") == 3);
  CHECK(parse(Signal::service_mode, "firefighter") == 4);
  CHECK(parse(Signal::service_mode, "emergency_power") == 5);
  CHECK(parse(Signal::service_mode, "earthquake") == 6);
  CHECK(parse(Signal::service_mode, "unknown") == 7);
}

TEST_CASE("a value is read as its signal has it, or not at all") {
  CHECK(parse(Signal::door_zone, "1") == 1);
  CHECK(parse(Signal::car_position, "-120") == -120);
  CHECK(parse(Signal::car_direction, "down") == 2);
  for (const char* wrong : {"", "2", "-1", "true", "1.0", " 1", "1 ", "+1"})
    CHECK_FALSE(parse(Signal::door_zone, wrong));
  for (const char* wrong : {"", "1,5", "1.5", "fast", "99999999999", "20001"})
    CHECK_FALSE(parse(Signal::car_speed, wrong));
  for (const char* wrong : {"1", "Normal", "upwards", ""}) CHECK_FALSE(parse(Signal::service_mode, wrong));
}

TEST_CASE("what is written is read back the same") {
  for (const SignalInfo& about : all_signals())
    for (const Value value : {about.min, about.max})
      CHECK(parse(about.signal, format(about.signal, value)) == value);
}

TEST_CASE("further registers carry the prefix custom and a name") {
  CHECK(is_custom_signal("custom.oil_temperature"));
  CHECK_FALSE(is_custom_signal("custom."));
  CHECK_FALSE(is_custom_signal("oil_temperature"));
}
