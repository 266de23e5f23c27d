#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agent/elevator/occupancy.hpp"
#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

/// Everything that can be said of a lift and of its box. The names are those of the wire.
enum class EventType : std::uint8_t {
  entrapment,
  alarm_button,
  alarm_button_filtered,
  safety_chain_open,
  door_close_fault,
  door_open_fault,
  stopped_outside_door_zone,
  unintended_movement,
  run_time_limiter,
  position_lost,
  restart_prevented,
  door_open_while_moving,
  overtravel_top,
  overtravel_bottom,
  overspeed,
  mains_lost,
  prolonged_outage,
  brake_not_released,
  brake_not_set,
  brake_drag,
  brake_slip,
  brake_slow,
  brake_asymmetry,
  brake_degrading,
  mode_normal,
  mode_out_of_service,
  mode_inspection,
  mode_fire_return,
  mode_firefighter,
  mode_emergency_power,
  mode_earthquake,
  sensor_conflict,
  sensor_stuck,
  sensor_bouncing,
  source_lost,
  started,
  stopped,
  configuration_changed,
  command_refused,
  certificate_ending,
  telemetry_lost,
  seal,
};
inline constexpr std::size_t event_type_count = static_cast<std::size_t>(EventType::seal) + 1;

/// An incident passes through phases, each said once; what happens once is `noted`.
enum class Phase : std::uint8_t {
  raised,
  suspected,
  confirmed,
  acknowledged,
  on_site,
  released,
  cleared,
  noted,
};

enum class Severity : std::uint8_t { alarm, fault, notice };

enum class Confidence : std::uint8_t {
  certain,
  possible,  ///< an input fell silent, or nobody can tell whether somebody is in the car
  low,       ///< rests on a sensor that is suspect
};

std::string_view name(EventType type);
std::string_view name(Phase phase);
std::string_view name(Severity severity);
std::string_view name(Confidence confidence);
std::optional<EventType> find_event_type(std::string_view name);

/// `alarm`: people are, or may be, in danger now; `fault`: the lift or the box is not as it should be; else
/// `notice`.
Severity severity(EventType type, Phase phase);

/// What decided. Each kind of incident has its own, shown to people and platforms as it stands.
struct EntrapmentEvidence {
  enum class Place : std::uint8_t { outside_zone, in_zone };
  enum class End : std::uint8_t { none, moved, door_opened, left_zone, disarmed, empty, time, technician };

  Place place = Place::outside_zone;
  Occupancy occupancy = Occupancy::unknown;
  bool alarm_button = false;  ///< pressed during the hold
  bool attempt = false;       ///< a call for the door that did not open it
  bool mains_lost = false;
  End ended_by = End::none;
  /// The rescue timeline.
  Moment stopped{};
  std::optional<Moment> suspected, confirmed, acknowledged, on_site, released, cleared;
  bool self_released = false;        ///< cleared, and nobody came on site
  std::string acknowledged_by;       ///< work number or platform
  std::vector<EventType> with_open;  ///< faults open beside it
};

struct AlarmButtonEvidence {
  enum class Why : std::uint8_t {
    pressed,
    door_open_in_zone,
    moving,
    held_long,
    no_door_after_stop,
    released
  };
  Why why = Why::pressed;
  Moment pressed{};
};

struct DoorEvidence {
  enum class Why : std::uint8_t { not_shut, reopened, commanded, occupied };
  Why why = Why::not_shut;
  int reopenings = 0;
};

struct MovementEvidence {
  bool left_zone = false;
  std::optional<int> speed_mm_s;
};

struct RunTimeEvidence {
  Duration limit{};
  bool learned = false;  ///< from the lift's own full travel
};

struct PositionEvidence {
  enum class Why : std::uint8_t { floor_unknown, jumped };
  Why why = Why::floor_unknown;
  int from = 0;  ///< landings; 0 = unknown
  int to = 0;
};

struct RestartEvidence {
  int controller_fault = 0;  ///< the vendor's number; 0: the motor contactor is closed and the car stands
};

struct SpeedEvidence {
  int speed_mm_s = 0;
  int rated_mm_s = 0;
};

struct OutageEvidence {
  Moment last_run{};
  int runs_before = 0;  ///< in the days before it
};

struct BrakeEvidence {
  enum class Why : std::uint8_t { late, dropped, drags, slips, creeps };
  Why why = Why::late;
  std::vector<int> arms;  ///< 1 to 4
};

/// Times of the last cycles; of a difference the slow arm comes first.
struct BrakeTimesEvidence {
  std::vector<int> arms;  ///< 1 to 4
  bool release = false;   ///< else set
  Duration limit{};
  std::vector<int> times_ms;
};

struct BrakeTrendEvidence {
  enum class Why : std::uint8_t { grows, sticks };
  Why why = Why::grows;
  int arm = 1;
  bool release = false;     ///< else set
  bool cold = false;        ///< after a long rest
  int baseline_ms = 0;      ///< median of the first cycles
  int latest_ms = 0;        ///< median of the last ones
  int sticking_cycles = 0;  ///< that were far slower than the others
};

struct SensorEvidence {
  enum class Why : std::uint8_t {
    open_and_closed,
    zone_never_changes,
    moves_without_command,
    unchanged,
    bounces
  };
  Why why = Why::unchanged;
  int count = 0;  ///< floors, moves, runs or openings, edges
};

struct ModeEvidence {
  ServiceMode from = ServiceMode::unknown;
  ServiceMode to = ServiceMode::unknown;
};

/// Cleared although it lasts: another open incident explains it.
struct SwallowedEvidence {
  EventType by{};
};

struct SourceEvidence {
  std::string source;
};

/// Of the box itself: names and texts as they are.
struct BoxEvidence {
  std::vector<std::pair<std::string, std::string>> texts;
};

using Evidence =
    std::variant<std::monostate, EntrapmentEvidence, AlarmButtonEvidence, DoorEvidence, MovementEvidence,
                 RunTimeEvidence, PositionEvidence, RestartEvidence, SpeedEvidence, OutageEvidence,
                 BrakeEvidence, BrakeTimesEvidence, BrakeTrendEvidence, SensorEvidence, ModeEvidence,
                 SwallowedEvidence, SourceEvidence, BoxEvidence>;

std::string_view name(EntrapmentEvidence::Place place);
std::string_view name(EntrapmentEvidence::End end);
std::string_view name(AlarmButtonEvidence::Why why);
std::string_view name(DoorEvidence::Why why);
std::string_view name(PositionEvidence::Why why);
std::string_view name(BrakeEvidence::Why why);
std::string_view name(BrakeTrendEvidence::Why why);
std::string_view name(SensorEvidence::Why why);

/// What a person or a platform wants to hear.
struct Event {
  EventType type;
  Phase phase = Phase::noted;
  Moment at{};     ///< when it was decided
  Moment since{};  ///< when what decided it began
  Confidence confidence = Confidence::certain;
  std::string subject;  ///< which one, where a lift has several: source, brake arm
  Evidence evidence;
};

}  // namespace liftbox
