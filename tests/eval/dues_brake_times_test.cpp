#include <catch2/catch.hpp>

#include "tests/eval/dues_brake_times.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

/// A brake that is released each minute and set half a minute later.
class Cycles {
 public:
  /// Set times of the arms, again and again.
  void go(int cycles, Duration first, Duration second) {
    for (int i = 0; i < cycles; ++i, now_ += 1min) {
      command(true, now_, 200ms, 210ms);
      command(false, now_ + 30s, first, second);
    }
  }
  /// How long after the beginning they have to be said.
  std::vector<Duration> due(EventType type, const std::vector<worn::Truth>& truths = {}) const {
    std::vector<Duration> found;
    for (const Due& one : brake_time_dues(worn::Setup{}, truths, times_.times()))
      if (one.type == type && one.at != never) found.push_back(one.at.time_since_epoch());
    return found;
  }

 private:
  void command(bool on, Moment at, Duration first, Duration second) {
    times_.hear({Signal::brake_command, on, at});
    times_.hear({Signal::brake_1_released, on, at + first});
    times_.hear({Signal::brake_2_released, on, at + second});
  }

  Moment now_{};
  ArmTimes times_;
};

}  // namespace

TEST_CASE("an arm that sets too slowly is due with the third of ten cycles") {
  Cycles brake;
  brake.go(20, 200ms, 210ms);
  brake.go(2, 510ms, 500ms);
  brake.go(7, 200ms, 210ms);
  CHECK(brake.due(EventType::brake_slow).empty());
  brake.go(1, 510ms, 500ms);
  CHECK(brake.due(EventType::brake_slow) == std::vector<Duration>{29min + 30'510ms});
  SECTION("not again before it has been good for long") {
    brake.go(40, 200ms, 210ms);
    brake.go(3, 510ms, 500ms);
    CHECK(brake.due(EventType::brake_slow).size() == 1);
    brake.go(50, 200ms, 210ms);
    brake.go(3, 510ms, 500ms);
    CHECK(brake.due(EventType::brake_slow).size() == 2);
  }
  SECTION("nor where one of the ten may be a hand's") {
    const worn::Truth visit{"inspection", "", 25 * 60'000, 26 * 60'000, {}};
    CHECK(brake.due(EventType::brake_slow, {visit}).empty());
  }
}

TEST_CASE("two slow cycles of ten are none too many, nor is an arm that does not answer at all") {
  Cycles brake;
  brake.go(2, 510ms, 200ms);
  brake.go(8, 200ms, 200ms);
  brake.go(2, 510ms, 200ms);
  CHECK(brake.due(EventType::brake_slow).empty());
  brake.go(10, 2s, 200ms);
  CHECK(brake.due(EventType::brake_slow).empty());
}

TEST_CASE("arms that are not at one are due with the third of ten cycles, when the slower one answers") {
  Cycles brake;
  brake.go(3, 200ms, 350ms);
  CHECK(brake.due(EventType::brake_asymmetry).empty());
  brake.go(3, 200ms, 351ms);
  CHECK(brake.due(EventType::brake_asymmetry) == std::vector<Duration>{5min + 30'351ms});
  CHECK(brake.due(EventType::brake_slow).empty());
}

}  // namespace liftbox::eval
