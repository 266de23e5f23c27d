#include <algorithm>

#include "tests/eval/facts.hpp"

namespace liftbox::eval {
namespace {

constexpr Ms second = 1000;
constexpr Ms no_time = std::numeric_limits<Ms>::max() / 4;
constexpr int firefighter = 4;

/// What is known of a hold as its story goes on, in the words of the table of
/// entrapments.
struct Hold {
  Ms reference = 0;  ///< stopped, shut or armed, whichever was last
  bool outside = false;
  Ms asked = no_time;      ///< the first call for the door
  Ms pressed = no_time;    ///< the alarm button, for half a second
  bool mains_out = false;  ///< within its first minute

  Ms due() const {
    const Ms rescue_device = mains_out ? 120 * second : 0;
    const Ms in_vain = asked == no_time ? no_time : std::max(reference + 120 * second, asked + 10 * second);
    const Ms by_time =
        rescue_device + (outside ? reference + 90 * second : std::min(reference + 300 * second, in_vain));
    if (pressed == no_time) return by_time;
    return std::min(by_time, std::max(pressed, reference + (outside ? 1 : 15) * second));
  }
};

/// Tells the story of one hold by its facts, in the order in which they
/// happened, and says when the alarm is due.
class Story {
 public:
  /// A press lasts for so long at least; `button_works`: it reaches the box.
  Story(const worn::Truth& held, Ms press_ms, bool button_works)
      : held_{held}, press_ms_{press_ms}, button_works_{button_works} {
    hold_.outside = fact(held, "outside_zone").value_or(0) != 0;
    const Ms shut = hold_.outside ? 0 : fact(held, "shut_ms").value_or(0);
    hold_.reference = std::max(fact(held, "stopped_ms").value_or(held.from_ms), shut);
    mode_ = fact(held, "mode_then").value_or(1);
    mains_out_ = hold_.mains_out = fact(held, "mains") == 0;
    if (fact(held, "bus") == 0 && !fact(held, "bus_silent_ms")) bus_silent_ = 0;
  }

  Ms due() {
    for (const auto& [name, value] : held_.facts) take(name, value);
    if (alarm_ != no_time) take("alarm_upto_ms", held_.upto_ms);
    if (commanded_ != no_time) take("open_command_upto_ms", held_.upto_ms);
    settle(held_.upto_ms);
    return due_;
  }

 private:
  bool armed() const { return mode_ != inspection && mode_ != firefighter; }

  /// The hold as it is lasts until then: was it due before? Not while the car moved, and what came due then
  /// is due as soon as a poll can tell that it stands again.
  void settle(Ms until) {
    if (!armed() || !standing_ || moved_ > stood_) return;
    const Ms due = std::max(hold_.due(), stood_ == 0 ? 0 : stood_ + second);
    if (due <= until) due_ = std::min(due_, due);
  }

  void begin(Ms reference) {
    hold_.reference = reference;
    hold_.asked = no_time;
    hold_.pressed = no_time;
    hold_.mains_out = mains_out_;
    if (alarm_ != no_time) press_until(no_time);
  }

  void press_until(Ms released) {
    if (released - alarm_ >= press_ms_)
      hold_.pressed = std::min(hold_.pressed, alarm_ + half_a_second.count());
  }

  void asks(Ms at) { hold_.asked = std::min(hold_.asked, std::max(at, hold_.reference)); }

  void take(const std::string& name, Ms value) {
    if (name == "call_ms" && bus_silent_ == no_time) return asks_if_held(value, value);
    if (name == "open_command_ms" && bus_silent_ == no_time) commanded_ = value;
    if (name == "open_command_upto_ms") asks_if_held(std::exchange(commanded_, no_time), value);
    if (name == "alarm_ms" && button_works_) alarm_ = value;
    if (name == "alarm_upto_ms" && button_works_) {
      press_until(value);
      asks_if_held(std::exchange(alarm_, no_time), value);
    }
    if (name == "mains_lost_ms") mains(value);
    if (name == "mains_back_ms") mains_out_ = false;
    if (name == "bus_silent_ms") bus_silent_ = value;
    if (name == "bus_back_ms") bus_silent_ = no_time;
    if (name == "moved_ms" && value > hold_.reference) moves(value);
    if (name == "stood_ms" && value > hold_.reference) stands(value);
    if (name == "stood_in_zone" && !standing_) stands_where(value != 0);
    if (name == "mode_ms") mode_at_ = value;
    if (name == "mode") changes_mode(value);
  }

  void asks_if_held(Ms from, Ms until) {
    if (until >= hold_.reference && from != no_time) asks(from);
  }

  void mains(Ms at) {
    mains_out_ = true;
    if (at - hold_.reference <= 60 * second) hold_.mains_out = true;
  }

  void moves(Ms at) {
    settle(at);
    moved_ = at;
  }
  void stands(Ms at) {
    stood_ = at;
    standing_ = false;
  }
  /// Three seconds of movement end a hold.
  void stands_where(bool in_zone) {
    standing_ = true;
    const bool new_hold = stood_ - moved_ >= 3 * second || (!hold_.outside && !in_zone);
    hold_.outside = !in_zone;
    if (new_hold) begin(stood_);
  }

  void changes_mode(Ms mode) {
    const bool was_armed = armed();
    if (was_armed) settle(mode_at_);
    mode_ = mode;
    if (!was_armed && armed()) begin(std::max(hold_.reference, mode_at_));
  }

  const worn::Truth& held_;
  Ms press_ms_;
  bool button_works_;
  Hold hold_;
  Ms due_ = no_time;
  Ms mode_ = 1;
  Ms mode_at_ = 0;
  Ms alarm_ = no_time;
  Ms commanded_ = no_time;
  Ms bus_silent_ = no_time;
  Ms moved_ = 0;
  Ms stood_ = 0;
  bool mains_out_ = false;
  bool standing_ = true;
};

}  // namespace

std::vector<Due> entrapment_dues(const worn::Truth& held, bool button_works) {
  if (fact(held, "persons").value_or(0) == 0) return {};
  // What bouncing contacts may have made shorter than half a second is not due, and may be told all the same.
  const Ms due = Story{held, (half_a_second + contacts).count(), button_works}.due();
  const Ms soonest = Story{held, (half_a_second - contacts).count(), true}.due();
  return {{.type = EventType::entrapment,
           .kind = held.cause.empty() ? "else" : held.cause,
           .from = Moment{Duration{held.from_ms}},
           .at = due == no_time ? never : Moment{Duration{due}},
           .until = Moment{Duration{held.upto_ms}},
           .soonest = Moment{Duration{soonest}}}};
}

}  // namespace liftbox::eval
