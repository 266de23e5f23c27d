#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "agent/elevator/car_state.hpp"

namespace liftbox {

/// One arm's answer to one change of the brake command.
struct BrakeTime {
  enum class Start : std::uint8_t { unknown, warm, cold };  ///< cold: the first after a long rest

  int arm = 1;           ///< 1 to 4
  bool release = false;  ///< else set
  Duration time{};       ///< from the command to the switch
  bool answered = true;  ///< false: the next command came first, it would have taken longer than `time`
  Start start = Start::unknown;
  Moment at{};

  template <class Visit>
  void fields(Visit&& visit) {
    visit("arm", arm);
    visit("release", release);
    visit("time", time);
    visit("answered", answered);
    visit("start", start);
    visit("at", at);
  }
};

/// Inspection, or the mains are lost: then people open the brake by hand.
bool brake_opened_by_hand(const CarState& car);
/// What lets them, where it is not the service mode.
std::string_view brake_opened_because(const CarState& car);

/// Those of which every edge is seen, as long as the command's are.
int arms_timed(const CarState& car);

/// Times how each arm answers the command: from edges only, for a poll is slower than a brake, and not while
/// the brake may be opened by hand, unless `by_hand_too`.
class BrakeTimes {
 public:
  struct Memory {
    std::optional<Moment> last_command;
    Kleene was_commanded = Kleene::unknown;
    bool release_wanted = false;
    Moment commanded_at{};
    BrakeTime::Start start = BrakeTime::Start::unknown;
    std::array<bool, max_brake_arms> waiting{};  ///< for an answer

    template <class Visit>
    void fields(Visit&& visit) {
      visit("last_command", last_command);
      visit("was_commanded", was_commanded);
      visit("release_wanted", release_wanted);
      visit("commanded_at", commanded_at);
      visit("start", start);
      visit("waiting", waiting);
    }
  };

  explicit BrakeTimes(Duration cold_rest, bool by_hand_too = false)
      : cold_rest_{cold_rest}, by_hand_too_{by_hand_too} {}

  /// What was measured at this moment; the span lives until the next call.
  std::span<const BrakeTime> observe(const CarState& car, Memory& memory);
  /// The same once more.
  std::span<const BrakeTime> measured() const { return {now_.data(), count_}; }

 private:
  void begin(const CarState& car, const Fact& command, Memory& memory);
  void follow_arm(const CarState& car, std::size_t arm, Memory& memory);
  void measured(std::size_t arm, Duration time, bool answered, Moment at, const Memory& memory);

  bool is_timed(const CarState& car) const { return by_hand_too_ || !brake_opened_by_hand(car); }

  Duration cold_rest_;
  bool by_hand_too_;
  std::array<BrakeTime, std::size_t{2} * max_brake_arms> now_{};
  std::size_t count_ = 0;
};

}  // namespace liftbox
