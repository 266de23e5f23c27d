#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "agent/elevator/brake/brake_work.hpp"
#include "agent/elevator/time.hpp"
#include "agent/elevator/wall.hpp"

namespace liftbox {

using namespace std::chrono_literals;

/// Every limit a detector judges by. The defaults are the specification's; each is a setting of the same name
/// with its unit (`rules.entrapment.outside_confirm_s = 90`). A limit that is reached counts as passed.
struct Rules {
  struct Words {
    Duration door_open{2s};       ///< not closed for this long: open
    Duration run_start{3s};       ///< moving for this long: a run has begun
    Duration run_end{1s};         ///< standing for this long: it is over
    int moving_speed_mm_s = 50;   ///< above: moving, where `car_moving` is not known
    int moving_distance_mm = 20;  ///< a change of position by this much within `moving_window`: moving
    Duration moving_window{1s};
    Duration quiet{60s};  ///< nothing changed for this long: standing, where nothing else tells
    Duration quiet_mains_lost{20s};
    Duration braked{2s};         ///< since the brake set: what was told of movement before is outdated; ours
    Duration lands_within{10s};  ///< after the stop, on command: such an opening tells of a landing; ours
    Duration learned_margin{10s};  ///< beyond the learned full travel time
    Duration stale_min{5s};        ///< a polled signal is stale after max(this, intervals x interval)
    int stale_intervals = 3;
    Duration trace_reread{1s};  ///< a value held this long in a trace counts as read again
  } words;

  struct Occupancy {
    Duration presence_total{1s};    ///< presence seen for this long in total …
    Duration presence_window{10s};  ///< … within this long
    int load_kg = 30;               ///< at least: somebody is in the car
    Duration load_settles{2s};      ///< after the door shut; ours
    Duration search_quiet{10s};     ///< nothing seen for this long in a row: empty
    Duration before_shut{10s};      ///< a call made this long before the door shut ends the search
    Duration presence_hold{10s};    ///< a PIR holds its output this long after the door shut
    /// Presence in a shut car that was empty is a ghost (warm air, radio) unless it comes again, this much
    /// later …
    Duration glimpse_apart{60s};
    Duration glimpse_within{900s};    ///< … and no later than this; both ours
    int sure_kg = 50;                 ///< no bag weighs that: who is seen with it needs not be seen again …
    int least_of_openings = 5;        ///< … above the least of the last 5 to 10 openings; both ours
    Duration presence_longest{900s};  ///< seen without a pause for longer, the sensor is not believed; ours
    Duration empty_after{1800s};      ///< idle for so long: what is weighed then is the empty car; ours
    Duration idle_weighed{60s};       ///< idle for so long: weighed, once between two openings …
    int idle_alike = 3;               ///< … the same this many times in a row: the empty car; both ours
    int empty_scatter_kg =
        10;  ///< so much less than the empty car: that was not empty; so close is the same; ours
    int coarsest_step_kg = 25;  ///< but at most, where 1 % of the rated load is more than that scatter; ours
  } occupancy;

  struct Entrapment {
    Duration standing{1s};
    Duration moving_ends{3s};  ///< moving for this long ends the hold
    Duration outside_suspect{45s};
    Duration outside_confirm{90s};
    Duration outside_possible{180s};  ///< occupancy unknown
    Duration zone_suspect{30s};
    Duration zone_confirm_attempt{120s};
    Duration zone_confirm{300s};
    Duration zone_possible{300s};       ///< occupancy unknown, after an attempt
    Duration zone_alarm{15s};           ///< alarm button in the zone: confirmed once held this long
    Duration button{500ms};             ///< pressed for this long
    Duration attempt{10s};              ///< no door opened this long after a call for it: an attempt
    Duration mains_extra{120s};         ///< an automatic rescue device may fetch the car
    Duration mains_before{60s};         ///< a hold this old when the mains fail is not the mains' doing
    Duration release_no_presence{60s};  ///< door open outside the zone, then nobody seen for this long
    Duration clear_after_release{120s};
    Duration repeat{60s};  ///< unacknowledged alarms are sent again (EN 81-28)
  } entrapment;

  /// What cities ask of a rescue; since the alarm was confirmed.
  struct Rescue {
    Duration response{180s};
    Duration arrival{1800s};
    int repeat_days = 30;  ///< another entrapment within this makes it a repeat lift
  } rescue;

  struct Causes {
    Duration before{600s};      ///< the stop: what is older and over has nothing to do with it
    int cabinet_hot_degc = 50;  ///< ours; machine rooms are to stay under 40 (EN 81-20 E.3)
    Duration door_held{10s};    ///< the light curtain is interrupted for this long
    int reopenings = 2;         ///< more than so many
  } causes;

  struct AlarmButton {
    Duration press{500ms};
    Duration held{30s};     ///< raised although filtered
    Duration no_door{15s};  ///< pressed in motion, stopped, no door opened
    Duration clear{60s};    ///< after the last press
  } alarm_button;

  struct Faults {
    Duration safety_chain{200ms};
    Duration safety_chain_after_stop{500ms};
    Duration shut_again{5s};  ///< shut or closed for this long clears
    Duration door_close{180s};
    int door_reopenings = 6;
    Duration door_open_command{10s};
    Duration door_open_occupied{30s};
    Duration outside_zone{45s};
    Duration moves_on{3s};  ///< moving for this long clears `stopped_outside_door_zone`
    Duration unintended{200ms};
    int unintended_speed_mm_s = 300;
    Duration passing{3s};     ///< in the zone for less: it may have passed through, where nothing tells; ours
    Duration motor_run{45s};  ///< driven without getting anywhere (EN 81-20 5.9.2.7)
    Duration motor_run_min{20s};  ///< however short the learned full travel is
    Duration floor_unknown{3s};
    int storey_mm = 2500;             ///< no two landings are nearer to each other
    int plausible_changes = 3;        ///< of the floor, in a row: its count is found again
    Duration controller_fault{10s};   ///< its code is shown for this long while the car stands
    Duration driven_and_stands{10s};  ///< motor contactor closed, no movement
    Duration after_inspection{10s};   ///< then what outlasts its cause is told
    Duration door_in_motion{200ms};
    Duration overtravel{50ms};
    Duration overspeed{200ms};
    int overspeed_percent = 115;       ///< of the rated speed: above it is too fast
    int overspeed_ends_percent = 105;  ///< under it is not any more
    Duration normal_again{5s};         ///< limit left, speed as rated, motor off for this long clears
    Duration mains_lost{3s};
    Duration mains_back{10s};
    Duration outage{24h};           ///< no run for this long …
    int outage_history_h = 7 * 24;  ///< … where so many hours before had one an hour
    Duration mode_change{1s};
    Duration source_silent{30s};
  } faults;

  struct Sensors {
    Duration conflict{1s};     ///< a door both open and closed
    int conflict_floors = 3;   ///< passed without a change of the door zone
    int conflict_toggles = 3;  ///< of a brake arm without a command
    Duration clear{60s};       ///< good for this long: believed again
    int stuck_runs = 50;
    int stuck_zone_runs = 10;
    int stuck_openings = 50;       ///< with a call or load, and `presence` as ever
    int bouncing_edges = 20;       ///< more than so many …
    Duration bouncing_window{1s};  ///< … within this long
  } sensors;

  /// Of the box itself.
  struct Box {
    Duration power_lost{3s};
    Duration power_back{10s};
    Duration battery_low{60s};
    int battery_good_percent = 104;  ///< of the limit it fell under, and …
    Duration battery_good{60s};      ///< … for this long: no longer low
    Duration tamper{1s};
    Duration tamper_over{60s};
    Duration clock_step{10s};         ///< a jump of the wall clock by this much is told of
    Duration self_test{72h};          ///< EN 81-28 5.1.2
    Duration self_test_first{10min};  ///< after the very first start
  } box;

  struct Maintenance {
    Duration inspection_mode{5min};  ///< for this long: somebody maintains the lift
    Duration left{30min};            ///< in normal service for this long: who came without a word has gone
    Duration forgotten{4h};          ///< who signed in for a visit has gone without signing it off
    Duration evidence{1min};         ///< of inspection mode, or a run in it: the visit was seen at the lift
    int overdue_days = 15;           ///< TSG T5002
  } maintenance;

  struct Brake {
    Duration release_limit{1000ms};
    Duration set_limit{1000ms};
    Duration dropped{100ms};  ///< an arm sets for this long during a run
    int clear_cycles = 2;
    Duration drag{500ms};         ///< moving while an arm reads set
    Duration slip_after{1000ms};  ///< all arms have set for this long: the car must stand
    /// … or for as long as a brake takes that slows it by this much: ours, half of what emergency stops show.
    int slip_braking_mm_s2 = 1000;
    Duration slip{200ms};  ///< moving all the same for this long; ours
    int slip_mm = 20;      ///< or this far, if that is more than twice the resolution
    int clear_motion_cycles = 10;
    Duration slow_set{500ms};
    Duration slow_release{800ms};
    Duration asymmetry{150ms};
    int clear_slow_cycles = 50;
    Duration cold_rest{4h};
    int baseline_cycles = 300;
    int cold_baseline_cycles = 30;
    int block_cycles = 20;
    Duration shift{15ms};     ///< slower by this much, and by …
    int shift_percent = 15;   ///< … this part of the baseline (ours: a coil in summer is no wear)
    Duration sticking{40ms};  ///< a cycle slower by this much sticks; ours
    int verify_cycles = 300;  ///< since a repair: what became of it can be judged
  } brake;
};

enum class EventType : std::uint8_t;
enum class Cause : std::uint8_t;

/// What detection must know about the lift it watches.
struct LiftFacts {
  std::optional<int> rated_speed_mm_s;
  std::optional<int> landings;  ///< terminal landings are 1 and this
  int position_resolution_mm = 1;
  bool parks_with_door_open = false;            ///< an open door alone is no fault
  std::optional<int> express_from, express_to;  ///< landings without doors lie between them
  /// What the vendor's fault codes stand for; of any other is only known that the lift will not run.
  std::map<int, EventType> controller_faults;
  /// Which part a vendor's fault code names, where it names one that shuts people in.
  std::map<int, Cause> controller_causes;
  std::optional<int> rated_load_kg;
  /// Sheaves and pulleys that the most bent length of the suspension rope runs over in one run: the traction
  /// sheave, deflectors, pulleys of car and counterweight. A reverse bend counts as its maker says.
  std::optional<int> rope_bends_per_run;

  /// Of the box's battery; without a limit it is not judged by it.
  struct Box {
    std::optional<int> on_charge_mv;  ///< under it the charger is off
    std::optional<int> battery_low_mv;
  } box;
  /// The periodical inspection, as the site file has it.
  struct Inspection {
    std::optional<Date> last, next;
    int period_months = 12;
  } inspection;
  BrakeFacts brake;
};

/// Names every field once: `visit(name, field)` with Duration&, int&, bool&, std::optional<int>& or
/// std::optional<Date>&. The unit
/// of a Duration is the ending of its name, `_s` or `_ms`. Configuration, `--set` and documentation all come
/// from here.
template <class RulesType, class Visit>
void visit_rules(RulesType& r, Visit&& visit) {
  visit("rules.words.door_open_s", r.words.door_open);
  visit("rules.words.run_start_s", r.words.run_start);
  visit("rules.words.run_end_s", r.words.run_end);
  visit("rules.words.moving_speed_mm_s", r.words.moving_speed_mm_s);
  visit("rules.words.moving_distance_mm", r.words.moving_distance_mm);
  visit("rules.words.moving_window_ms", r.words.moving_window);
  visit("rules.words.quiet_s", r.words.quiet);
  visit("rules.words.quiet_mains_lost_s", r.words.quiet_mains_lost);
  visit("rules.words.braked_ms", r.words.braked);
  visit("rules.words.lands_within_s", r.words.lands_within);
  visit("rules.words.learned_margin_s", r.words.learned_margin);
  visit("rules.words.stale_min_s", r.words.stale_min);
  visit("rules.words.stale_intervals", r.words.stale_intervals);
  visit("rules.words.trace_reread_ms", r.words.trace_reread);
  visit("rules.occupancy.presence_total_ms", r.occupancy.presence_total);
  visit("rules.occupancy.presence_window_s", r.occupancy.presence_window);
  visit("rules.occupancy.load_kg", r.occupancy.load_kg);
  visit("rules.occupancy.load_settles_s", r.occupancy.load_settles);
  visit("rules.occupancy.search_quiet_s", r.occupancy.search_quiet);
  visit("rules.occupancy.before_shut_s", r.occupancy.before_shut);
  visit("rules.occupancy.presence_hold_s", r.occupancy.presence_hold);
  visit("rules.occupancy.glimpse_apart_s", r.occupancy.glimpse_apart);
  visit("rules.occupancy.glimpse_within_s", r.occupancy.glimpse_within);
  visit("rules.occupancy.sure_kg", r.occupancy.sure_kg);
  visit("rules.occupancy.least_of_openings", r.occupancy.least_of_openings);
  visit("rules.occupancy.presence_longest_s", r.occupancy.presence_longest);
  visit("rules.occupancy.empty_after_s", r.occupancy.empty_after);
  visit("rules.occupancy.idle_weighed_s", r.occupancy.idle_weighed);
  visit("rules.occupancy.idle_alike", r.occupancy.idle_alike);
  visit("rules.occupancy.empty_scatter_kg", r.occupancy.empty_scatter_kg);
  visit("rules.occupancy.coarsest_step_kg", r.occupancy.coarsest_step_kg);
  visit("rules.entrapment.standing_s", r.entrapment.standing);
  visit("rules.entrapment.moving_ends_s", r.entrapment.moving_ends);
  visit("rules.entrapment.outside_suspect_s", r.entrapment.outside_suspect);
  visit("rules.entrapment.outside_confirm_s", r.entrapment.outside_confirm);
  visit("rules.entrapment.outside_possible_s", r.entrapment.outside_possible);
  visit("rules.entrapment.zone_suspect_s", r.entrapment.zone_suspect);
  visit("rules.entrapment.zone_confirm_attempt_s", r.entrapment.zone_confirm_attempt);
  visit("rules.entrapment.zone_confirm_s", r.entrapment.zone_confirm);
  visit("rules.entrapment.zone_possible_s", r.entrapment.zone_possible);
  visit("rules.entrapment.zone_alarm_s", r.entrapment.zone_alarm);
  visit("rules.entrapment.button_ms", r.entrapment.button);
  visit("rules.entrapment.attempt_s", r.entrapment.attempt);
  visit("rules.entrapment.mains_extra_s", r.entrapment.mains_extra);
  visit("rules.entrapment.mains_before_s", r.entrapment.mains_before);
  visit("rules.entrapment.release_no_presence_s", r.entrapment.release_no_presence);
  visit("rules.entrapment.clear_after_release_s", r.entrapment.clear_after_release);
  visit("rules.entrapment.repeat_s", r.entrapment.repeat);
  visit("rules.rescue.response_s", r.rescue.response);
  visit("rules.rescue.arrival_s", r.rescue.arrival);
  visit("rules.rescue.repeat_days", r.rescue.repeat_days);
  visit("rules.causes.before_s", r.causes.before);
  visit("rules.causes.cabinet_hot_degc", r.causes.cabinet_hot_degc);
  visit("rules.causes.door_held_s", r.causes.door_held);
  visit("rules.causes.reopenings", r.causes.reopenings);
  visit("rules.alarm_button.press_ms", r.alarm_button.press);
  visit("rules.alarm_button.held_s", r.alarm_button.held);
  visit("rules.alarm_button.no_door_s", r.alarm_button.no_door);
  visit("rules.alarm_button.clear_s", r.alarm_button.clear);
  visit("rules.faults.safety_chain_ms", r.faults.safety_chain);
  visit("rules.faults.safety_chain_after_stop_ms", r.faults.safety_chain_after_stop);
  visit("rules.faults.shut_again_s", r.faults.shut_again);
  visit("rules.faults.door_close_s", r.faults.door_close);
  visit("rules.faults.door_reopenings", r.faults.door_reopenings);
  visit("rules.faults.door_open_command_s", r.faults.door_open_command);
  visit("rules.faults.door_open_occupied_s", r.faults.door_open_occupied);
  visit("rules.faults.outside_zone_s", r.faults.outside_zone);
  visit("rules.faults.moves_on_s", r.faults.moves_on);
  visit("rules.faults.unintended_ms", r.faults.unintended);
  visit("rules.faults.unintended_speed_mm_s", r.faults.unintended_speed_mm_s);
  visit("rules.faults.passing_s", r.faults.passing);
  visit("rules.faults.motor_run_s", r.faults.motor_run);
  visit("rules.faults.motor_run_min_s", r.faults.motor_run_min);
  visit("rules.faults.floor_unknown_s", r.faults.floor_unknown);
  visit("rules.faults.storey_mm", r.faults.storey_mm);
  visit("rules.faults.plausible_changes", r.faults.plausible_changes);
  visit("rules.faults.controller_fault_s", r.faults.controller_fault);
  visit("rules.faults.driven_and_stands_s", r.faults.driven_and_stands);
  visit("rules.faults.after_inspection_s", r.faults.after_inspection);
  visit("rules.faults.door_in_motion_ms", r.faults.door_in_motion);
  visit("rules.faults.overtravel_ms", r.faults.overtravel);
  visit("rules.faults.overspeed_ms", r.faults.overspeed);
  visit("rules.faults.overspeed_percent", r.faults.overspeed_percent);
  visit("rules.faults.overspeed_ends_percent", r.faults.overspeed_ends_percent);
  visit("rules.faults.normal_again_s", r.faults.normal_again);
  visit("rules.faults.mains_lost_s", r.faults.mains_lost);
  visit("rules.faults.mains_back_s", r.faults.mains_back);
  visit("rules.faults.outage_s", r.faults.outage);
  visit("rules.faults.outage_history_h", r.faults.outage_history_h);
  visit("rules.faults.mode_change_ms", r.faults.mode_change);
  visit("rules.faults.source_silent_s", r.faults.source_silent);
  visit("rules.sensors.conflict_s", r.sensors.conflict);
  visit("rules.sensors.conflict_floors", r.sensors.conflict_floors);
  visit("rules.sensors.conflict_toggles", r.sensors.conflict_toggles);
  visit("rules.sensors.clear_s", r.sensors.clear);
  visit("rules.sensors.stuck_runs", r.sensors.stuck_runs);
  visit("rules.sensors.stuck_zone_runs", r.sensors.stuck_zone_runs);
  visit("rules.sensors.stuck_openings", r.sensors.stuck_openings);
  visit("rules.sensors.bouncing_edges", r.sensors.bouncing_edges);
  visit("rules.sensors.bouncing_window_ms", r.sensors.bouncing_window);
  visit("rules.box.power_lost_s", r.box.power_lost);
  visit("rules.box.power_back_s", r.box.power_back);
  visit("rules.box.battery_low_s", r.box.battery_low);
  visit("rules.box.battery_good_percent", r.box.battery_good_percent);
  visit("rules.box.battery_good_s", r.box.battery_good);
  visit("rules.box.tamper_s", r.box.tamper);
  visit("rules.box.tamper_over_s", r.box.tamper_over);
  visit("rules.box.clock_step_s", r.box.clock_step);
  visit("rules.box.self_test_s", r.box.self_test);
  visit("rules.box.self_test_first_s", r.box.self_test_first);
  visit("rules.maintenance.inspection_mode_s", r.maintenance.inspection_mode);
  visit("rules.maintenance.left_s", r.maintenance.left);
  visit("rules.maintenance.forgotten_s", r.maintenance.forgotten);
  visit("rules.maintenance.evidence_s", r.maintenance.evidence);
  visit("rules.maintenance.overdue_days", r.maintenance.overdue_days);
  visit("rules.brake.release_limit_ms", r.brake.release_limit);
  visit("rules.brake.set_limit_ms", r.brake.set_limit);
  visit("rules.brake.dropped_ms", r.brake.dropped);
  visit("rules.brake.clear_cycles", r.brake.clear_cycles);
  visit("rules.brake.drag_ms", r.brake.drag);
  visit("rules.brake.slip_after_ms", r.brake.slip_after);
  visit("rules.brake.slip_braking_mm_s2", r.brake.slip_braking_mm_s2);
  visit("rules.brake.slip_ms", r.brake.slip);
  visit("rules.brake.slip_mm", r.brake.slip_mm);
  visit("rules.brake.clear_motion_cycles", r.brake.clear_motion_cycles);
  visit("rules.brake.slow_set_ms", r.brake.slow_set);
  visit("rules.brake.slow_release_ms", r.brake.slow_release);
  visit("rules.brake.asymmetry_ms", r.brake.asymmetry);
  visit("rules.brake.clear_slow_cycles", r.brake.clear_slow_cycles);
  visit("rules.brake.cold_rest_s", r.brake.cold_rest);
  visit("rules.brake.baseline_cycles", r.brake.baseline_cycles);
  visit("rules.brake.cold_baseline_cycles", r.brake.cold_baseline_cycles);
  visit("rules.brake.block_cycles", r.brake.block_cycles);
  visit("rules.brake.shift_ms", r.brake.shift);
  visit("rules.brake.shift_percent", r.brake.shift_percent);
  visit("rules.brake.sticking_ms", r.brake.sticking);
  visit("rules.brake.verify_cycles", r.brake.verify_cycles);
}

template <class LiftFactsType, class Visit>
void visit_lift_facts(LiftFactsType& f, Visit&& visit) {
  visit("lift.rated_speed_mm_s", f.rated_speed_mm_s);
  visit("lift.rated_load_kg", f.rated_load_kg);
  visit("lift.landings", f.landings);
  visit("lift.position_resolution_mm", f.position_resolution_mm);
  visit("lift.parks_with_door_open", f.parks_with_door_open);
  visit("lift.express_from", f.express_from);
  visit("lift.express_to", f.express_to);
  visit("lift.rope_bends_per_run", f.rope_bends_per_run);
  visit("box.on_charge_mv", f.box.on_charge_mv);
  visit("box.battery_low_mv", f.box.battery_low_mv);
  visit("inspection.last", f.inspection.last);
  visit("inspection.next", f.inspection.next);
  visit("inspection.period_months", f.inspection.period_months);
  visit("lift.brake_arms", f.brake.arms);
}

}  // namespace liftbox
