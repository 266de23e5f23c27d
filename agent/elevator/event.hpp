#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agent/elevator/brake/brake_work.hpp"
#include "agent/elevator/causes/cause.hpp"
#include "agent/elevator/occupancy.hpp"
#include "agent/elevator/signal.hpp"
#include "agent/elevator/wall.hpp"

namespace liftbox {

/// Everything that can be said of a lift and of its box. The names are those of the wire.
enum class EventType : std::uint8_t {
  entrapment,
  incident_cause,
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
  brake_maintained,
  brake_verified,
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
  power_lost,
  battery_low,
  tamper,
  clock_stepped,
  self_test,
  inspection_due,
  inspection_done,
  maintenance_started,
  maintenance_ended,
  maintenance_overdue,
  held_back,
  started,
  stopped,
  configuration_changed,
  command_refused,
  certificate_ending,
  telemetry_lost,
  records_dropped,
  store_degraded,
  flash_budget_exceeded,
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
std::vector<std::string> event_type_names();

/// `alarm`: people are, or may be, in danger now; `fault`: the lift or the box is not as it should be; else
/// `notice`.
Severity severity(EventType type, Phase phase);

/// What speaks for a cause: an incident that was told, or what a signal showed.
struct CauseSign {
  EventType incident{};  ///< means nothing where there is a signal
  std::string subject;
  std::optional<Signal> signal;
  Value value = 0;
  Moment at{};  ///< of the incident's first record; when the signal showed it
};

/// What may have shut people in; a person decides.
struct SuggestedCause {
  Cause cause{};
  int weight = 0;
  std::vector<CauseSign> signs;
};

/// How a rescue went; what did not come to pass is left out.
struct RescueTimes {
  std::optional<Duration> response;  ///< from confirmed until somebody took note or came
  std::optional<Duration> arrival;   ///< from confirmed until somebody was on site
  std::optional<Duration> release;   ///< from then until the release
  std::optional<Duration> shut_in;   ///< from the stop until the release
  std::optional<bool> answered_in_time, reached_in_time;
};

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
  bool self_released = false;  ///< cleared, and nobody came on site
  // Work numbers; who acknowledges may be a platform, and a service mode tells of no person on site.
  std::string acknowledged_by, on_site_by, closed_by;
  std::vector<EventType> with_open;    ///< faults open beside it
  bool off_for_unknown_time = false;   ///< the box was restarted in it, with a clock that was not set
  std::vector<SuggestedCause> causes;  ///< when confirmed, and again when cleared
  std::optional<RescueTimes> rescue;   ///< when cleared after it was confirmed
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

  template <class Visit>
  void fields(Visit&& visit) {
    visit("controller_fault", controller_fault);
  }
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

  template <class Visit>
  void fields(Visit&& visit) {
    visit("why", why);
    visit("arms", arms);
  }
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

/// What a technician did, and the times up to then.
struct BrakeWorkEvidence {
  BrakeWork work;
  BrakeTable before;
};

/// What became of a repair, once enough was seen.
struct BrakeVerdictEvidence {
  bool after_days = false;  ///< after 30 days; else after enough cycles
  int cycles = 0;           ///< since the repair
  BrakeVerdict verdict;
  PushRod push_rod = PushRod::unknown;
  BrakeTable before;
  BrakeTable after;
  std::map<std::string, BrakeDays> days;
};

struct SensorEvidence {
  enum class Why : std::uint8_t {
    open_and_closed,
    zone_never_changes,
    moves_without_command,
    unchanged,
    bounces,
    open_in_closed_chain
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

/// Of the box's own.
struct BatteryEvidence {
  std::optional<int> battery_mv;
};

struct ClockEvidence {
  std::int64_t from_ms = 0;  ///< since 1970: what the clock would have shown
  std::int64_t to_ms = 0;
  int utc_offset_min = 0;
};

struct SelfTestEvidence {
  enum class Result : std::uint8_t { absent, good, bad };

  std::vector<std::string> bad() const;  ///< names of the parts
  bool passed() const { return bad().empty(); }

  std::vector<std::string> silent_sources;
  Result sources = Result::absent, store = Result::absent, broker = Result::absent, receipts = Result::absent,
         battery = Result::absent, watchdog = Result::absent;
  std::optional<int> battery_mv;
  std::optional<Duration> interval;  ///< since the last
  bool while_on_only = false;        ///< in it the machine was off, nobody knows for how long
  std::string asked_by;              ///< empty: it was due
};

struct InspectionEvidence {
  Date next{};
  std::optional<Date> last;
  int days_left = 0;  ///< negative: overdue
  int trips_overdue = 0;
};

/// A maintenance visit, as far as it has come.
struct VisitEvidence {
  enum class End : std::uint8_t { none, said, left, forgotten };
  /// What is seen of it at the lift.
  enum class Sign : std::uint8_t {
    runs_in_inspection,
    doors_opened_outside_zone,
    brake_operated,
    brake_opened_by_hand,
    safety_chain_opened,
    alarm_button_tested,
    final_limit_reached,
    mains_switched_off
  };
  static constexpr std::size_t sign_count = static_cast<std::size_t>(Sign::mains_switched_off) + 1;
  struct Count {
    Sign sign{};
    std::optional<int> times;  ///< nothing: no signal can tell
  };
  /// What was asked of the lift; nothing for what no signal can tell.
  struct Use {
    std::optional<std::int64_t> runs, starts, faults;  ///< starts: runs and relevellings

    template <class Visit>
    void fields(Visit&& visit) {
      visit("runs", runs);
      visit("starts", starts);
      visit("faults", faults);
    }
  };

  std::string by;    ///< work number; empty: inspection mode alone tells of it
  std::string kind;  ///< half_monthly, quarterly, half_yearly, yearly (TSG T5002); empty where nobody said
  std::vector<std::string> items;  ///< done, as its annexes number them: A-1-04
  End ended_by = End::none;
  Moment began{};
  std::optional<Moment> ended;
  Duration inspection{};  ///< in inspection mode
  std::vector<Count> seen;
  bool evidenced = false;  ///< inspection mode or runs in it were seen
  bool counts = false;     ///< evidenced, or nothing is wired that could have seen it
  std::optional<Moment> last_visit;
  Use since_last;
};

struct OverdueEvidence {
  std::optional<Moment> last_visit;
  int days = 0;  ///< since then, or since the box first knew the date
};

/// A rule would have raised, had nothing held it back.
struct HeldBackEvidence {
  EventType rule{};
  std::string_view reason;  ///< name of a HeldBack::Reason
  std::string by;           ///< the mode, the inputs, the kind of press, the other incident
  std::int64_t number = 0;  ///< of all that was held back at this lift
};

/// What a person says was the cause of an incident, at any time after it.
struct CauseSaidEvidence {
  std::string incident;
  std::string code;        ///< the region's
  bool suggested = false;  ///< the box thought of it, too
  std::string by;          ///< work number
  std::string note;
};

/// Of the box itself: names and texts as they are.
struct BoxEvidence {
  std::vector<std::pair<std::string, std::string>> texts;
};

using AnyEvidence =
    std::variant<std::monostate, EntrapmentEvidence, AlarmButtonEvidence, DoorEvidence, MovementEvidence,
                 RunTimeEvidence, PositionEvidence, RestartEvidence, SpeedEvidence, OutageEvidence,
                 BrakeEvidence, BrakeTimesEvidence, BrakeTrendEvidence, BrakeWorkEvidence,
                 BrakeVerdictEvidence, SensorEvidence, ModeEvidence, SwallowedEvidence, SourceEvidence,
                 BatteryEvidence, ClockEvidence, SelfTestEvidence, InspectionEvidence, VisitEvidence,
                 OverdueEvidence, HeldBackEvidence, CauseSaidEvidence, BoxEvidence>;

/// What decided it. A class, so that one file and not each that holds an event compiles how it is copied.
class Evidence : public AnyEvidence {
 public:
  using AnyEvidence::AnyEvidence;
  using AnyEvidence::operator=;
  Evidence();
  Evidence(const Evidence& other);
  Evidence(Evidence&& other) noexcept;
  Evidence& operator=(const Evidence& other);
  Evidence& operator=(Evidence&& other) noexcept;
  ~Evidence();
};
std::string_view name(EntrapmentEvidence::Place place);
std::string_view name(EntrapmentEvidence::End end);
std::string_view name(AlarmButtonEvidence::Why why);
std::string_view name(DoorEvidence::Why why);
std::string_view name(PositionEvidence::Why why);
std::string_view name(BrakeEvidence::Why why);
std::string_view name(BrakeTrendEvidence::Why why);
std::string_view name(SensorEvidence::Why why);
std::string_view name(SelfTestEvidence::Result result);
std::string_view name(VisitEvidence::End end);
std::string_view name(VisitEvidence::Sign sign);

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
